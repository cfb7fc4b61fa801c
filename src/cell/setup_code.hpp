// The one-time code that lets who is not root set the cell up. Pure; any thread.
#pragma once

#include "base/secret.hpp"

namespace pic::cell {

// Twelve characters in groups of four, sixty random bits.
Secret new_setup_code();

// Case, hyphens and spaces do not count.
bool same_setup_code(const Secret& given, const Secret& stored);

} // namespace pic::cell
