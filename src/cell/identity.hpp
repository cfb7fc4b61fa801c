// What the cell is called and where it stands, after set-up.
#pragma once

#include "control/operation.hpp"
#include "control/snapshot.hpp"

namespace pic::cell {

Result<control::Reply> show(const control::Snapshot& snapshot, const control::Call& call);

// The time zone alone: the name is in certificates and in devices' files. Control thread.
void update(control::Control& control, control::Call call, control::Done done);

} // namespace pic::cell
