#include "cell/time_zone.hpp"

#include <algorithm>
#include <array>
#include <unistd.h>

namespace pic::cell {

namespace {

constexpr auto list = "/usr/share/zoneinfo/tzdata.zi";

// zic(8), "compact" form: "Z NAME rules…" for a zone, "L TARGET NAME" for another name of one.
// None in a line of another kind.
std::string_view name_in(std::string_view line) {
    if (!line.starts_with("Z ") && !line.starts_with("L ")) return {};
    const bool link = line[0] == 'L';
    line.remove_prefix(2);
    const auto space = std::min(line.find(' '), line.size());
    return link ? line.substr(std::min(space + 1, line.size())) : line.substr(0, space);
}

} // namespace

Result<std::vector<std::string>> time_zones(ports::Files& files) {
    PIC_LET(content, files.read(list));
    std::vector<std::string> zones;
    std::string_view text = content ? std::string_view(*content) : std::string_view();
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (const auto name = name_in(text.substr(0, end)); !name.empty()) zones.emplace_back(name);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return zones;
}

Status check_time_zone(const std::string& zone, ports::Files& files) {
    if (zone == "UTC") return {};
    PIC_LET(zones, time_zones(files));
    if (std::ranges::find(zones, zone) != zones.end()) return {};
    return fail(Code::invalid, "there is no such time zone", "/time_zone",
                zones.empty()
                    ? "only UTC is known without the package tzdata"
                    : "write it like Europe/Berlin; timedatectl list-timezones shows them");
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
