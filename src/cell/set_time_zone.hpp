// The cell's time zone, after set-up. Its name stays: certificates and devices' files bear it.
#pragma once

#include "control/operation.hpp"

namespace pic::cell {

// Control thread.
void set_time_zone(control::Control& control, control::Call call, control::Done done);

} // namespace pic::cell
