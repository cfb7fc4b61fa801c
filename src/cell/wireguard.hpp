// The VPN's ranges, port and MTU, after set-up.
#pragma once

#include "control/operation.hpp"
#include "control/snapshot.hpp"

namespace pic::cell {

Result<control::Reply> show_wireguard(const control::Snapshot& snapshot, const control::Call& call);

// Can lock out who does it over the VPN: undone unless confirmed.
Result<control::Change> update_wireguard(const control::Context& context,
                                         const control::Call& call);

} // namespace pic::cell
