// A share of the time for work that others can provoke at will: short work is done at once, but
// over a while it never takes more than its part (the "virtual scheduling" of a leaky bucket, ITU-T
// I.371).
#pragma once

#include <algorithm>
#include <chrono>

namespace pic {

class TimeShare {
  public:
    using Clock = std::chrono::steady_clock;

    // One `part`th of the time; up to `burst` of work may be done in one go after a rest.
    TimeShare(int part, Clock::duration burst) : part_(part), patience_(part * burst) {}

    void worked(Clock::time_point until, Clock::duration took) {
        paid_ = std::max(paid_, until - took) + part_ * took;
    }
    // When there may be more of it.
    Clock::time_point next() const { return paid_ - patience_; }

  private:
    int part_;
    Clock::duration patience_;
    Clock::time_point paid_{}; // when a rest will have made up for all the work
};

} // namespace pic
