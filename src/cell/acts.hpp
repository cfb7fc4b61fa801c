// What is asked of the running cell: the plan, the set-up code, what waits to be confirmed.
// Control thread only.
#pragma once

#include "control/operation.hpp"

namespace pic::cell {

void plan(control::Control& control, control::Call call, control::Done done);
void setup_code(control::Control& control, control::Call call, control::Done done);
Result<control::Change> confirm(const control::Context& context, const control::Call& call);
Result<control::Change> revert(const control::Context& context, const control::Call& call);

// Makes the one-time code of a cell that is not set up and has none.
void prepare_setup_code(control::Control& control);

} // namespace pic::cell
