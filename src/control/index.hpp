// Who holds which name, address and key: looked up instead of searched, so that a change costs the
// same at 10 peers and at 10,000. Kept in step with the working view; control thread only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "model/view.hpp"

namespace pic::control {

// By which expiry is judged. Below the clock floor no clock is believed, but who was shut out
// before the machine forgot the time stays so.
Time time_to_judge_by(const model::View& view, Time now);

// Whether a peer's time is over at `time`, which is one to judge by: the rule, for one.
bool expired(const model::Peer& peer, Time time);

class Index {
  public:
    static Index of(const model::View& view);

    // Takes one document out of the index, or puts it in; of other collections, nothing.
    void forget(const model::View& view, std::string_view collection, std::string_view id);
    void learn(const model::View& view, std::string_view collection, std::string_view id);

    // Ids; an empty string when nobody has it.
    std::string peer_named(const std::string& name) const { return find(peer_names_, name); }
    std::string record_named(const std::string& name) const { return find(record_names_, name); }
    std::string user_named(const std::string& name) const { return find(user_names_, name); }
    std::string peer_with_key(const net::WgKey& key) const;

    std::set<std::string> expired(Time time) const; // peers; the same for all

    // The lowest offset that no peer has and that does not rest; nullopt when all are taken.
    std::optional<std::uint32_t> free_offset(std::uint32_t last) const;

  private:
    using Names = std::unordered_map<std::string, std::string>;
    static std::string find(const Names& names, const std::string& name);

    Names peer_names_, record_names_, user_names_;
    std::map<net::WgKey, std::string> keys_;
    std::set<std::uint32_t> offsets_, resting_;
    std::set<std::pair<Time, std::string>> expiries_; // of peers
    mutable std::uint32_t maybe_free_ = 2;            // none below is free
};

} // namespace pic::control
