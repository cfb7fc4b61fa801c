// What a change operation decides: documents to put and remove, secrets, how it reads in the audit,
// and what to answer. Pure values, built on the control thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/secret.hpp"
#include "base/time.hpp"
#include "codec/fields.hpp"
#include "codec/json.hpp"
#include "control/call.hpp"
#include "control/collection.hpp"
#include "control/observed.hpp"
#include "model/view.hpp"

namespace pic::control {

struct Edit {
    std::string collection, id;
    std::string json;                                         // empty: removed
    std::function<void(model::View&, std::uint64_t)> on_view; // the same, in memory
};

struct SecretEdit {
    std::string name;
    Secret value; // empty: removed
};

struct Change {
    std::vector<Edit> edits;
    std::vector<SecretEdit> secrets;
    std::string target; // for the audit: the name of what was changed
    std::string result; // for the audit; empty: "done", or the detail of `refused`
    Reply reply;
    std::optional<Error> refused; // stored and audited like any change, but answered with this
    bool may_lock_out = false;    // undone unless confirmed over the new path in time
    bool audited = true;

    bool writes() const { return !edits.empty() || !secrets.empty(); } // more than the audit
    bool empty() const { return !writes() && !audited; }

    template <class T>
    Change& put(const std::string& id, T value) {
        auto text = json::serialize(codec::to_json(value));
        edits.push_back(
            {std::string(Collection<T>::name), id, std::move(text),
             [id, value = std::move(value)](model::View& view, std::uint64_t generation) {
                 Collection<T>::put(view, {id, generation, value});
             }});
        return *this;
    }
    template <class T>
    Change& erase(const std::string& id) {
        edits.push_back(
            {std::string(Collection<T>::name), id, {}, [id](model::View& view, std::uint64_t) {
                 Collection<T>::erase(view, id);
             }});
        return *this;
    }
    Change& keep_secret(std::string name, Secret value) {
        secrets.push_back({std::move(name), std::move(value)});
        return *this;
    }
    Change& forget_secret(std::string name) {
        secrets.push_back({std::move(name), {}});
        return *this;
    }
};

// Uniqueness, looked up instead of searched. Owned by the control thread.
class Index;
struct Settings; // picd.yaml

// A decision made of values at hand: what an act wants changed once it has its answer.
struct Context;
using Decision = std::function<Result<Change>(const Context&)>;

struct Context {
    const model::View& view; // with every change accepted so far
    const model::Table<Secret>& secrets;
    const Index& index;
    const Observed& observed;
    const Settings& settings;
    Time now;
};

} // namespace pic::control
