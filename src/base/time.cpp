#include "base/time.hpp"

#include <ctime>

#include "config.hpp"

namespace pic {

namespace {

constexpr std::size_t length = std::string_view("2026-01-31T18:00:00Z").size();

} // namespace

std::string format_time(Time time) {
    const std::time_t seconds = time.time_since_epoch().count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char buffer[32];
    return {buffer, std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

Result<Time> parse_time(std::string_view text) {
    std::tm parts{};
    const std::string copy(text);
    const auto* rest = strptime(copy.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    const int day = parts.tm_mday;
    const Time time{std::chrono::seconds(timegm(&parts))};
    if (rest != nullptr && text.size() == length && format_time(time) == text) return time;
    if (rest != nullptr && day != parts.tm_mday)
        return fail(Code::invalid, "this names a day that the month does not have");
    return fail(Code::invalid, "this is not a time in UTC", {},
                "write it like 2026-01-31T18:00:00Z (RFC 3339)");
}

Time clock_floor() {
    return Time(std::chrono::seconds(build_time));
}

} // namespace pic
