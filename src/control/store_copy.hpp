// A copy of the store every day, for the day on which the disk has damaged it. Control thread only;
// control.part<StoreCopy>().
#pragma once

#include <chrono>
#include <optional>

#include "base/result.hpp"

namespace pic::control {

class Control;

class StoreCopy {
  public:
    void keep(Control& control); // now and then: makes one when it is time

  private:
    void go_on(Control& control);
    void ended(Control& control, const Status& kept);

    std::optional<std::chrono::steady_clock::time_point> due_;
};

} // namespace pic::control
