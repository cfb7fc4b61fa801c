// Adding, changing, issuing anew and removing peers: pure functions for the control loop.
#pragma once

#include "control/change.hpp"

namespace pic::peers {

Result<control::Change> add(const control::Context& context, const control::Call& call);
Result<control::Change> update(const control::Context& context, const control::Call& call);
Result<control::Change> issue(const control::Context& context, const control::Call& call);
Result<control::Change> remove(const control::Context& context, const control::Call& call);

// The client's file as text or picture; from now on it counts as handed out.
Result<control::Change> file(const control::Context& context, const control::Call& call);

} // namespace pic::peers
