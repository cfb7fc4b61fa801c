// How the cell is. Pure; any thread.
#pragma once

#include "cell/fields.hpp"
#include "control/operation.hpp"
#include "control/snapshot.hpp"

namespace pic::cell {

CellStatus status_of(const control::Snapshot& snapshot, Time now);
ServerStatus status_of(const std::string& unit, const control::ServerState& server);

// One line for `systemctl status picd`.
std::string summary(const control::Snapshot& snapshot, Time now);

Result<control::Reply> status(const control::Snapshot& snapshot, const control::Call& call);
Result<control::Reply> health(const control::Snapshot& snapshot, const control::Call& call);
Result<control::Reply> doctor(const control::Snapshot& snapshot, const control::Call& call);

} // namespace pic::cell
