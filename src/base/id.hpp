// The id of a document: 10 random lowercase base32 characters, never derived from a name and never
// reused.
#pragma once

#include <string>

namespace pic {

std::string new_id();

} // namespace pic
