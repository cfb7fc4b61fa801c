#pragma once

#include "ports/clock.hpp"

namespace pic::app {

class SystemClock final : public ports::Clock {
  public:
    Time now() const override {
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    }
    std::chrono::steady_clock::time_point steady() const override {
        return std::chrono::steady_clock::now();
    }
};

} // namespace pic::app
