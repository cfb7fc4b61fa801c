#include "kernel/device_settings.hpp"

#include <cerrno>
#include <cstdio>
#include <fstream>

namespace pic::kernel {

bool others_route() {
    bool on = false;
    return std::ifstream("/proc/sys/net/ipv4/ip_forward") >> on && on;
}

DeviceSettingsMemory::DeviceSettingsMemory(std::string file) : file_(std::move(file)) {
    std::ifstream lines(file_);
    ports::DeviceSettings before;
    while (lines >> before.device >> before.forwarding >> before.src_valid_mark)
        before_.emplace(before.device, before);
}

std::optional<ports::DeviceSettings> DeviceSettingsMemory::of(const std::string& device) const {
    const auto found = before_.find(device);
    return found == before_.end() ? std::nullopt : std::optional(found->second);
}

Status DeviceSettingsMemory::remember(const ports::DeviceSettings& before) {
    if (!before_.emplace(before.device, before).second) return {};
    auto saved = save();
    if (!saved) before_.erase(before.device);
    return saved;
}

Status DeviceSettingsMemory::forget(const std::string& device) {
    if (before_.erase(device) == 0) return {};
    return save();
}

Status DeviceSettingsMemory::save() const {
    const auto next = file_ + ".new";
    std::ofstream lines(next, std::ios::trunc);
    for (const auto& [device, before] : before_)
        lines << device << ' ' << before.forwarding << ' ' << before.src_valid_mark << '\n';
    lines.close();
    if (lines && std::rename(next.c_str(), file_.c_str()) == 0) return {};
    return fail(errno_error(errno, "cannot write " + file_));
}

} // namespace pic::kernel
