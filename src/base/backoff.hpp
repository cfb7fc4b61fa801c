// Delays between tries: doubled after each failure up to a cap, back to the start after success.
#pragma once

#include <algorithm>
#include <chrono>

namespace pic {

class Backoff {
  public:
    using Delay = std::chrono::milliseconds;
    Backoff(Delay first, Delay cap) : first_(first), cap_(cap), next_(first) {}

    Delay failed() {
        const Delay delay = next_;
        next_ = std::min(next_ * 2, cap_);
        return delay;
    }
    void succeeded() { next_ = first_; }

  private:
    Delay first_, cap_, next_;
};

} // namespace pic
