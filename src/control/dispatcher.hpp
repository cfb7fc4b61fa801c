// What the front ends see of the control loop. All of it from any thread.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "control/operation.hpp"
#include "control/snapshot.hpp"

namespace pic::control {

// Something changed: a document (noun, id, generation) or what was observed of it (generation 0).
struct Event {
    std::string noun; // a collection ("peers"), a setting ("dns"), what was observed ("unit")
    std::string id;   // empty: the whole collection
    std::uint64_t generation = 0;
};

class Dispatcher {
  public:
    virtual ~Dispatcher() = default;

    // Admits and runs `operation`. A read has answered when this returns; a change answers when it
    // is durable and in force, or says what is pending.
    virtual void submit(const Operation& operation, Call call, Done done) = 0;

    // The newest generation and observations; never null.
    virtual SnapshotPtr snapshot() const = 0;

    // Calls back for each event until the returned handle is destroyed. The callback comes on the
    // control thread and must only hand over.
    using Subscription = std::shared_ptr<void>;
    virtual Subscription subscribe(std::function<void(const Event&)> happened) = 0;

    // A request came with this session just now; kept in memory, saved now and then.
    virtual void touch_session(const std::string& id) = 0;
};

} // namespace pic::control
