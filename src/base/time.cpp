#include "base/time.hpp"

#include <ctime>

#include "config.hpp"

namespace pic {

std::string format_time(Time time) {
    const std::time_t seconds = time.time_since_epoch().count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char buffer[32];
    const auto length = std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {buffer, length};
}

Result<Time> parse_time(std::string_view text) {
    std::tm parts{};
    const std::string copy(text);
    const char* rest = strptime(copy.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    if (rest == nullptr || *rest != '\0')
        return fail(Code::invalid, "\"" + copy.substr(0, 40) + "\" is not a time in UTC", {},
                    "write it like 2026-01-31T18:00:00Z (RFC 3339)");
    const std::time_t seconds = timegm(&parts);
    std::tm normal{};
    gmtime_r(&seconds, &normal);
    if (normal.tm_mday != parts.tm_mday)
        return fail(Code::invalid, "\"" + copy + "\" names a day that month does not have");
    return Time(std::chrono::seconds(seconds));
}

Time clock_floor() { return Time(std::chrono::seconds(build_time)); }

} // namespace pic
