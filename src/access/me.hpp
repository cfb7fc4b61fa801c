// What a user asks about himself. A caller over D-Bus is no user: it has no session, no password.
#pragma once

#include "control/operation.hpp"

namespace pic::access {

Result<control::Reply> me(const control::Snapshot& snapshot, const control::Call& call);
Result<control::Reply> csrf(const control::Snapshot& snapshot, const control::Call& call);

// Needs the present password, and ends the user's other sessions.
void change_password(control::Control& control, control::Call call, control::Done done);

} // namespace pic::access
