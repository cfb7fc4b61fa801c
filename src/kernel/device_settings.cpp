#include "kernel/device_settings.hpp"

#include <net/if.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace pic::kernel {

bool others_route() {
    bool on = false;
    return std::ifstream("/proc/sys/net/ipv4/ip_forward") >> on && on;
}

DeviceSettingsMemory::DeviceSettingsMemory(std::string file) : file_(std::move(file)) {
    read();
}

void DeviceSettingsMemory::read() {
    std::ifstream lines(file_);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        ports::DeviceSettings before;
        int index = 0;
        if (!(words >> before.device >> before.forwarding >> before.src_valid_mark)) continue;
        // An earlier picd left names alone.
        if (!(words >> index)) index = static_cast<int>(if_nametoindex(before.device.c_str()));
        if (index > 0) before_.emplace(index, before);
    }
}

std::optional<ports::DeviceSettings> DeviceSettingsMemory::of(int index) const {
    const auto found = before_.find(index);
    return found == before_.end() ? std::nullopt : std::optional(found->second);
}

Status DeviceSettingsMemory::remember(int index, const ports::DeviceSettings& before) {
    if (!before_.emplace(index, before).second) return {};
    auto saved = save();
    if (!saved) before_.erase(index);
    return saved;
}

Status DeviceSettingsMemory::forget(int index) {
    if (before_.erase(index) == 0) return {};
    return save();
}

void DeviceSettingsMemory::keep(const std::vector<ports::HostLink>& devices) {
    const auto gone = std::erase_if(before_, [&](const auto& entry) {
        return std::ranges::find(devices, entry.first, &ports::HostLink::index) == devices.end();
    });
    if (gone > 0) static_cast<void>(save()); // the next start leaves out what stays in the file
}

Status DeviceSettingsMemory::save() const {
    const auto next = file_ + ".new";
    std::ofstream lines(next, std::ios::trunc);
    for (const auto& [index, before] : before_)
        lines << before.device << ' ' << before.forwarding << ' ' << before.src_valid_mark << ' '
              << index << '\n';
    lines.close();
    if (lines && std::rename(next.c_str(), file_.c_str()) == 0) return {};
    return fail(errno_error(errno, "cannot write " + file_));
}

} // namespace pic::kernel
