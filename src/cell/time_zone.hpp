// The time zones that there are, by the system's own list (tzdata). Any thread; reads a file.
#pragma once

#include <string>

#include "ports/files.hpp"

namespace pic::cell {

// Code::invalid at /time_zone. Without tzdata, "UTC" alone is sure to be one.
Status check_time_zone(const std::string& zone, ports::Files& files);

} // namespace pic::cell
