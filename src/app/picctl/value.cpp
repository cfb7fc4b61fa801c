#include "app/picctl/value.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>

#include "app/picctl/fields.hpp"
#include "codec/json.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;

Error misuse(const std::string& option, std::string_view takes) {
    return {Code::malformed, option + " takes " + std::string(takes), {}, {}, {}};
}

// "9.9.9.9@dns.quad9.net": the members in their order, the last ones left out at will.
Result<json::value> object_of(const json::object& schema, std::string_view text,
                              const std::string& option, Time now) {
    json::object object;
    for (const auto& member : schema.at("properties").as_object()) {
        if (text.empty()) break;
        const auto end = std::min(text.find('@'), text.size());
        PIC_LET(value, value_of(member.value().as_object(), text.substr(0, end), option, now));
        object[member.key()] = std::move(value);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (!text.empty())
        return fail(Code::malformed, option + " has no place for " + std::string(text));
    return json::value(std::move(object));
}

template <class T>
std::errc read_number(std::string_view text, T& number) {
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    return end == text.data() + text.size() ? failure : std::errc::invalid_argument;
}

// Whether a number is one of the field's the cell judges; only what no message can carry is refused
// here, in its words.
Result<json::value> number_of(const json::object& schema, std::string_view text,
                              const std::string& option) {
    std::int64_t number = 0;
    const auto failure = read_number(text, number);
    if (failure == std::errc()) return json::value(number);
    if (failure != std::errc::result_out_of_range) return fail(misuse(option, "a number"));
    return fail(codec::out_of_range(schema.at("minimum").to_number<std::int64_t>(),
                                    schema.at("maximum").to_number<std::uint64_t>())
                    .at("/" + unspelled(option.substr(option.starts_with("--") ? 2 : 0))));
}

// "+7d", "-12h": from now.
std::optional<Time> relative(std::string_view text, Time now) {
    using namespace std::chrono;
    if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return {};
    std::int32_t count = 0;
    if (read_number(text.substr(1, text.size() - 2), count) != std::errc() || count < 0) return {};
    const auto sign = text[0] == '-' ? -1 : 1;
    switch (text.back()) {
    case 'w':
        return now + sign * weeks(count);
    case 'd':
        return now + sign * days(count);
    case 'h':
        return now + sign * hours(count);
    case 'm':
        return now + sign * minutes(count);
    default:
        return {};
    }
}

// "2026-12-31": where that day begins here; "2026-12-31 18:00:00", as times are shown.
std::optional<Time> date(const std::string& text) {
    std::tm parts{};
    const auto* end = strptime(text.c_str(), "%Y-%m-%d", &parts);
    if (end != nullptr && *end == ' ') end = strptime(end, " %H:%M:%S", &parts);
    if (end == nullptr || *end != '\0') return {};
    const auto wanted = parts.tm_mday;
    parts.tm_isdst = -1;
    const auto time = std::mktime(&parts);
    if (time == -1 || parts.tm_mday != wanted) return {};
    return Time(std::chrono::seconds(time));
}

Result<json::value> time_of(std::string_view text, const std::string& option, Time now) {
    if (const auto time = relative(text, now)) return json::value(format_time(*time));
    if (const auto time = date(std::string(text))) return json::value(format_time(*time));
    if (!parse_time(text))
        return fail(misuse(option, "a time, and there is no " + std::string(text) + "; write " +
                                       std::string(time_forms)));
    return json::value(text);
}

} // namespace

Result<json::value> value_of(const json::object& schema, std::string_view text,
                             const std::string& option, Time now) {
    if (const auto* either = schema.if_contains("anyOf")) {
        if (text == "none") return json::value(nullptr);
        return value_of(either->as_array().front().as_object(), text, option, now);
    }
    const auto type = type_of(schema);
    if (type == "integer") return number_of(schema, text, option);
    if (type == "boolean") {
        if (text == "true" || text == "yes") return json::value(true);
        if (text == "false" || text == "no") return json::value(false);
        return fail(misuse(option, "yes or no"));
    }
    if (type == "object") return object_of(schema, text, option, now);
    if (const auto* format = schema.if_contains("format");
        format != nullptr && *format == "date-time")
        return time_of(text, option, now);
    return json::value(text);
}

Status append_items(const json::object& schema, std::string_view text, const std::string& option,
                    Time now, json::array& items) {
    const auto& of = schema.at("items").as_object();
    if (text == "none") return {};
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        PIC_LET(item, value_of(of, text.substr(0, comma), option, now));
        items.push_back(std::move(item));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return {};
}

} // namespace pic::picctl
