// How fast users of role peer may change what is their own: each change is an entry of the audit, a
// write to the disk, and work for the kernel. Administrators are not held up. Control thread only;
// control.part<Pace>().
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "control/call.hpp"

namespace pic::control {

class Pace {
  public:
    using Instant = std::chrono::steady_clock::time_point;

    // Counts a change that is about to be made; Code::too_many when it has to wait.
    Status take(const Caller& caller, Instant now);

  private:
    std::map<std::string, Instant> rested_; // by user: when as if nothing had been changed
};

} // namespace pic::control
