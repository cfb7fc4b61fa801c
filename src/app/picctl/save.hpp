// Where --output goes.
#pragma once

#include <string>

#include "base/result.hpp"

namespace pic::picctl {

// Whole or not at all, and readable by its owner alone, whatever stood there: it may hold a key.
// Code::invalid where something other than a file is in the way.
Status save(const std::string& path, std::string_view content);

} // namespace pic::picctl
