// Reading the audit log. Called on the control thread; answered on a worker.
#pragma once

#include "control/operation.hpp"

namespace pic::audit {

void list(control::Control& control, control::Call call, control::Done done);
void verify(control::Control& control, control::Call call, control::Done done);
void csv(control::Control& control, control::Call call, control::Done done);

} // namespace pic::audit
