// A word of a command line -> a value of an input, as its schema says. Pure.
#pragma once

#include <string>

#include <boost/json.hpp>

#include "base/time.hpp"

namespace pic::picctl {

// `option`: what the word belongs to, for the error. `now`: what "+7d" counts from.
Result<boost::json::value> value_of(const boost::json::object& schema, std::string_view text,
                                    const std::string& option, Time now);

// "a,b", put behind what is there already: the option may be repeated. "none": an empty list.
Status append_items(const boost::json::object& schema, std::string_view text,
                    const std::string& option, Time now, boost::json::array& items);

} // namespace pic::picctl
