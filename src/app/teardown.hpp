#pragma once

#include "control/settings.hpp"

namespace pic::app {

// Takes down all that is ours in the kernel, closed: what carries packets goes first, the rules
// that stop them last. Needs no store and no daemon.
Status teardown(const control::Settings& settings);

} // namespace pic::app
