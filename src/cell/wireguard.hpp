// The VPN's ranges, port and MTU, after set-up.
#pragma once

#include "control/operation.hpp"
#include "control/snapshot.hpp"

namespace pic::cell {

Result<control::Reply> show_wireguard(const control::Snapshot& snapshot, const control::Call& call);

// Can lock out who does it over the VPN: undone unless confirmed.
void update_wireguard(control::Control& control, control::Call call, control::Done done);

} // namespace pic::cell
