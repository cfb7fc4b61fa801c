#include "kernel/device_settings.hpp"

#include <cstdio>
#include <fstream>

namespace pic::kernel {

DeviceSettingsMemory::DeviceSettingsMemory(std::string file) : file_(std::move(file)) {
    std::ifstream lines(file_);
    ports::DeviceSettings before;
    while (lines >> before.device >> before.forwarding >> before.src_valid_mark)
        before_.emplace(before.device, before);
}

void DeviceSettingsMemory::remember(const ports::DeviceSettings& before) {
    if (before_.emplace(before.device, before).second) save();
}

std::optional<ports::DeviceSettings> DeviceSettingsMemory::forget(const std::string& device) {
    const auto found = before_.find(device);
    if (found == before_.end()) return {};
    auto before = found->second;
    before_.erase(found);
    save();
    return before;
}

void DeviceSettingsMemory::save() const {
    const auto next = file_ + ".new";
    std::ofstream lines(next, std::ios::trunc);
    for (const auto& [device, before] : before_)
        lines << device << ' ' << before.forwarding << ' ' << before.src_valid_mark << '\n';
    lines.close();
    if (lines) std::rename(next.c_str(), file_.c_str());
}

} // namespace pic::kernel
