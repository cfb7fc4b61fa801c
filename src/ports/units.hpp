// The seam to systemd: the units we ship, and nothing else. Calls return at once; answers come back
// on the control thread. units/ implements it over D-Bus (org.freedesktop.systemd1(5)).
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.hpp"

namespace pic::ports {

enum class UnitVerb : std::uint8_t { start, stop, restart, reload };

struct UnitState {
    std::string name;
    std::string load;        // "loaded", "not-found", "masked", …
    std::string active;      // "active", "inactive", "failed", "activating", …
    std::string sub;         // "running", "dead", …
    std::string result;      // "success", "exit-code", "oom-kill", …
    std::string fragment;    // path of the unit file
    bool overridden = false; // by a drop-in or a file of the administrator
    bool job = false;        // a job is queued or running
    std::uint32_t restarts = 0;
    std::uint64_t memory = 0;  // bytes; 0 when not running
    std::int64_t since = 0;    // seconds since the epoch of the last change of state
    std::uint64_t changed = 0; // the same in microseconds of the steady clock: it never jumps
    bool operator==(const UnitState&) const = default;
};

class Units {
  public:
    virtual ~Units() = default;

    using Done = std::function<void(Status)>;
    // Done is called when systemd's job has ended, with its result; not when it was queued.
    virtual void call(UnitVerb verb, const std::string& unit, Done done) = 0;

    using Got = std::function<void(Result<UnitState>)>;
    virtual void state(const std::string& unit, Got got) = 0;

    // Reports every change of state of `unit`, its first state included, for good.
    virtual void watch(const std::string& unit, std::function<void(const UnitState&)> changed) = 0;
};

} // namespace pic::ports
