// Answers as columns and lines. Pure.
#pragma once

#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace pic::picctl {

std::string text_of(const boost::json::value& value); // for a person: "yes", "-", "a, b"

// `name`: of the list that the rows are of, as the answer calls it.
std::string table(std::string_view name, const boost::json::array& rows);
std::string lines(const boost::json::object& body);

// The one list of objects that an answer consists of, beside numbers about it; else nullptr.
const boost::json::key_value_pair* only_list(const boost::json::object& body);

} // namespace pic::picctl
