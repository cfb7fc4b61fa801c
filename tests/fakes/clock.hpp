// A clock that stands still until a test moves it. Any thread.
#pragma once

#include <atomic>

#include "ports/clock.hpp"

namespace pic::fakes {

class FakeClock final : public ports::Clock {
  public:
    explicit FakeClock(Time now) : now_(now.time_since_epoch().count()) {}

    Time now() const override { return Time(std::chrono::seconds(now_.load())); }
    std::chrono::steady_clock::time_point steady() const override {
        return std::chrono::steady_clock::time_point(std::chrono::seconds(passed_.load()));
    }

    void advance(std::chrono::seconds by) { // both hands
        now_ += by.count();
        passed_ += by.count();
    }
    void set(Time now) {
        now_ = now.time_since_epoch().count();
    } // somebody corrected the wall clock

  private:
    std::atomic<std::int64_t> now_, passed_{1000000};
};

} // namespace pic::fakes
