// Whether the disk takes changes, as the last one that was tried has told: the doctor names it
// while it does not, and it is tried again now and then. Control thread only;
// control.part<StoreHealth>().
#pragma once

#include "base/error.hpp"

namespace pic::control {

class Control;

class StoreHealth {
  public:
    void stored(Control& control);
    void refused(Control& control, const Error& error);
    bool refuses() const { return refuses_; }

  private:
    bool refuses_ = false;
};

} // namespace pic::control
