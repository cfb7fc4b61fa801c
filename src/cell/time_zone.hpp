// The time zones that there are, by the system's own list (tzdata), and the one that this machine
// is in. Any thread; reads a file.
#pragma once

#include <string>
#include <vector>

#include "ports/files.hpp"

namespace pic::cell {

// Those of tzdata, and their other names; none without it.
Result<std::vector<std::string>> time_zones(ports::Files& files);

// Code::invalid at /time_zone. Without tzdata, "UTC" alone is sure to be one.
Status check_time_zone(const std::string& zone, ports::Files& files);

// By where localtime(5) leads; "UTC" when that names no zone.
std::string host_time_zone(const char* link = "/etc/localtime");

} // namespace pic::cell
