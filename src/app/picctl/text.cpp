#include "app/picctl/text.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "app/picctl/fold.hpp"

namespace pic::picctl {

namespace json = boost::json;

std::string text_of(const json::value& value) {
    if (value.is_null()) return "-";
    if (value.is_string()) return std::string(value.as_string());
    if (value.is_bool()) return value.as_bool() ? "yes" : "no";
    if (!value.is_array()) return json::serialize(value);
    std::string text;
    for (const auto& item : value.as_array())
        text += (text.empty() ? "" : ", ") + text_of(item);
    return text;
}

std::string member(const json::object& body, std::string_view name) {
    const auto* value = body.if_contains(name);
    return value == nullptr ? std::string() : text_of(*value);
}

std::string aligned(const std::vector<Line>& lines, std::size_t width) {
    std::size_t widest = 0;
    for (const auto& line : lines)
        widest = std::max(widest, line.label.size());
    // Beside labels of half the width and more, texts would be columns of single words.
    const bool beside = width == 0 || 2 * (widest + 2) <= width;
    std::string text;
    for (const auto& line : lines)
        text += folded(fmt::format("{:<{}}  {}", line.label, beside ? widest : 0, line.text), width,
                       beside ? widest + 2 : 2) +
                "\n";
    return text;
}

} // namespace pic::picctl
