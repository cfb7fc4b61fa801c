// An answer's values in words, and lines of them. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace pic::picctl {

std::string text_of(const boost::json::value& value); // for a person: "yes", "-", "a, b"
std::string member(const boost::json::object& body, std::string_view name); // its text, or none

struct Line {
    std::string label, text;
};
// Folded at `width`, of which 0 is any.
std::string aligned(const std::vector<Line>& lines, std::size_t width);

} // namespace pic::picctl
