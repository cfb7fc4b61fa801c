// Answers as columns and lines. Pure.
#pragma once

#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace pic::picctl {

// `name`: of the list that the rows are of, as the answer calls it. Where not all columns fit into
// `width`, of which 0 is any, it is said which are left out; where too few do, a row is lines.
std::string table(std::string_view name, const boost::json::array& rows, std::size_t width);
std::string lines(const boost::json::object& body, std::size_t width);

// The one list of objects that an answer consists of, beside numbers about it; else nullptr.
const boost::json::key_value_pair* only_list(const boost::json::object& body);

} // namespace pic::picctl
