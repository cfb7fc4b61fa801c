#include "cell/time_zone.hpp"

#include <algorithm>
#include <array>
#include <unistd.h>

namespace pic::cell {

namespace {

constexpr auto list = "/usr/share/zoneinfo/tzdata.zi";
constexpr std::size_t longest = 64;

// zic(8), "compact" form: "Z NAME rules…" for a zone, "L TARGET NAME" for another name of one.
bool names(std::string_view line, std::string_view zone) {
    if (!line.starts_with("Z ") && !line.starts_with("L ")) return false;
    const bool link = line[0] == 'L';
    line.remove_prefix(2);
    const auto space = std::min(line.find(' '), line.size());
    return (link ? line.substr(std::min(space + 1, line.size())) : line.substr(0, space)) == zone;
}

bool is_in(std::string_view text, std::string_view zone) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (names(text.substr(0, end), zone)) return true;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

} // namespace

Status check_time_zone(const std::string& zone, ports::Files& files) {
    if (zone == "UTC") return {};
    PIC_LET(zones, files.read(list));
    if (!zone.empty() && zone.size() <= longest && zones && is_in(*zones, zone)) return {};
    return fail(Code::invalid, "there is no such time zone", "/time_zone",
                zones ? "write it like Europe/Berlin; timedatectl list-timezones shows them"
                      : "only UTC is known without the package tzdata");
}

std::string host_time_zone(const char* link) {
    constexpr std::string_view folder = "/zoneinfo/";
    std::array<char, 256> target{};
    const auto size = readlink(link, target.data(), target.size());
    if (size <= 0 || ::access(link, R_OK) != 0)
        return "UTC"; // one that leads nowhere means UTC, too
    const std::string_view path(target.data(), static_cast<std::size_t>(size));
    const auto at = path.find(folder);
    const auto zone =
        at == std::string_view::npos ? path.substr(0, 0) : path.substr(at + folder.size());
    return zone.empty() || zone == "Etc/UTC" ? "UTC" : std::string(zone);
}

} // namespace pic::cell
