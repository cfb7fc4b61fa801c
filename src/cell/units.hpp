// The cell's servers, seen and commanded; systemctl does the same for root.
#pragma once

#include "control/operation.hpp"
#include "control/snapshot.hpp"

namespace pic::cell {

Result<control::Reply> list_units(const control::Snapshot& snapshot, const control::Call& call);

// Its last lines in the journal.
void unit_log(control::Control& control, control::Call call, control::Done done);

// Audited before they are done; they answer when systemd's job has ended.
void start_unit(control::Control& control, control::Call call, control::Done done);
void stop_unit(control::Control& control, control::Call call, control::Done done);
void restart_unit(control::Control& control, control::Call call, control::Done done);

} // namespace pic::cell
