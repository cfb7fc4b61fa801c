// Signing in. Passwords are judged on a worker; everything else happens on the control thread.
#pragma once

#include "control/operation.hpp"

namespace pic::access {

void login(control::Control& control, control::Call call, control::Done done);
Result<control::Change> logout(const control::Context& context, const control::Call& call);

} // namespace pic::access
