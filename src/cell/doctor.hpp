// What is wrong with the cell, why it matters and how to mend it. Pure; any thread.
#pragma once

#include <vector>

#include "control/snapshot.hpp"

namespace pic::cell {

// The worst first. What observers found (a host's firewall, …) and what follows from the rest.
// Before set-up: that it is not set up, and what keeps it from being so.
std::vector<control::Finding> examine(const control::Snapshot& snapshot, Time now);

} // namespace pic::cell
