// Showing and setting where devices find the cell, and looking again.
#pragma once

#include "control/change.hpp"
#include "control/operation.hpp"
#include "control/snapshot.hpp"

namespace pic::endpoint {

Result<control::Reply> show(const control::Snapshot& snapshot, const control::Call& call);
Result<control::Change> set(const control::Context& context, const control::Call& call);
void check(control::Control& control, control::Call call, control::Done done);

} // namespace pic::endpoint
