// What set-up takes where nothing else is chosen.
#pragma once

#include <string>

#include "control/operation.hpp"

namespace pic::cell {

// What free ranges are drawn by: the same as long as picd runs, so that what was proposed is taken.
const std::string& proposal_seed();

Result<control::Reply> propose(const control::Snapshot& snapshot, const control::Call& call);

} // namespace pic::cell
