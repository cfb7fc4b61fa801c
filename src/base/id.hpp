// The id of a document: 10 random lowercase base32 characters, never derived from a name and never
// reused.
#pragma once

#include <string>
#include <string_view>

namespace pic {

std::string new_id();
bool is_id(std::string_view text);

} // namespace pic
