// A word of a command line -> a value of an input, as its schema says. Pure.
#pragma once

#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "base/time.hpp"

namespace pic::picctl {

// In what ways a time may be written.
inline constexpr std::string_view time_forms =
    "2026-12-31 (the beginning of that day) or \"2026-12-31 18:00:00\", both in the time zone of "
    "TZ or, without it, of this machine; 2026-12-31T18:00:00Z (in UTC); or counted from now in "
    "weeks, "
    "days, hours or minutes: +2w, +7d, -2h, +30m";

// `option`: what the word belongs to, for the error. `now`: what "+7d" counts from.
Result<boost::json::value> value_of(const boost::json::object& schema, std::string_view text,
                                    const std::string& option, Time now);

// "a,b", put behind what is there already: the option may be repeated. "none": an empty list.
Status append_items(const boost::json::object& schema, std::string_view text,
                    const std::string& option, Time now, boost::json::array& items);

} // namespace pic::picctl
