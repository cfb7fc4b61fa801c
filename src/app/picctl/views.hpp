// Answers that deserve more than a list of their fields, and the pieces that print.cpp shares.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace pic::picctl {

struct View {
    std::string_view operation;
    std::string (*print)(const boost::json::object& body);
};
const View* find_view(std::string_view operation);

// The one list of objects that an answer consists of, beside numbers about it; else nullptr.
const boost::json::key_value_pair* only_list(const boost::json::object& body);

std::vector<std::string> option_lines(const boost::json::object& schema);

std::string text_of(const boost::json::value& value);
std::string table(std::string_view name, const boost::json::array& rows);
std::string lines(const boost::json::object& body);

} // namespace pic::picctl
