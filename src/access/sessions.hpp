// Who is signed in where, and ending it: one's own sessions, or anybody's for an administrator.
#pragma once

#include "control/operation.hpp"

namespace pic::access {

Result<control::Reply> list_sessions(const control::Snapshot& snapshot, const control::Call& call);
Result<control::Change> revoke_session(const control::Context& context, const control::Call& call);

} // namespace pic::access
