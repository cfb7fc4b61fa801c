// The seam to time: tests turn it by hand.
#pragma once

#include <chrono>

#include "base/time.hpp"

namespace pic::ports {

class Clock {
  public:
    virtual ~Clock() = default;
    virtual Time now() const = 0; // the wall clock, right or wrong
    virtual std::chrono::steady_clock::time_point steady() const = 0;
};

} // namespace pic::ports
