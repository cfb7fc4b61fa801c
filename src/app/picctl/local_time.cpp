#include "app/picctl/local_time.hpp"

#include <ctime>

#include "base/time.hpp"

namespace pic::picctl {

namespace json = boost::json;

namespace {

void convert(const json::object& schema, json::value& value) {
    if (const auto* either = schema.if_contains("anyOf"))
        return convert(either->as_array().front().as_object(), value);
    const auto* format = schema.if_contains("format");
    if (format != nullptr && *format == "date-time" && value.is_string())
        value = local_time(std::string(value.get_string()));
    if (const auto* items = schema.if_contains("items"); items != nullptr && value.is_array())
        for (auto& item : value.get_array())
            convert(items->as_object(), item);
    if (const auto* fields = schema.if_contains("properties");
        fields != nullptr && value.is_object())
        for (const auto& field : fields->as_object())
            if (auto* member = value.get_object().if_contains(field.key()))
                convert(field.value().as_object(), *member);
}

} // namespace

std::string local_time(const std::string& text) {
    const auto time = parse_time(text);
    if (!time) return text;
    const std::time_t seconds = time->time_since_epoch().count();
    std::tm parts{};
    tzset(); // localtime_r(3) need not
    localtime_r(&seconds, &parts);
    char buffer[32];
    return {buffer, std::strftime(buffer, sizeof buffer, "%Y-%m-%d %H:%M:%S", &parts)};
}

json::value in_local_time(const json::object& schema, json::value body) {
    convert(schema, body);
    return body;
}

} // namespace pic::picctl
