// What a cell can be called. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pic::cell {

// Folded; Code::invalid at /name.
Result<std::string> parse_name(std::string_view text);

} // namespace pic::cell
