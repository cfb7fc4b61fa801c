// Wall-clock instants, in seconds since the epoch, written as RFC 3339 in UTC ("…Z").
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pic {

using Time = std::chrono::sys_seconds;

std::string format_time(Time time);
Result<Time> parse_time(std::string_view text);

// Below this no verdict on certificates, one-time codes or expiry is given: the machine's clock is
// known to be wrong. It is the date of the changelog of this picd.
Time clock_floor();

} // namespace pic
