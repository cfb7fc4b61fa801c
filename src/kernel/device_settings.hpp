// What the devices' IPv4 settings were before the cell changed them, so that they can be put back.
// Kept in a file under /run: a reboot forgets both. One thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "ports/kernel.hpp"

namespace pic::kernel {

class DeviceSettingsMemory {
  public:
    explicit DeviceSettingsMemory(std::string file);

    bool knows(const std::string& device) const { return before_.contains(device); }
    void remember(const ports::DeviceSettings& before); // the first time counts
    // What it was; nullopt when the cell never changed it.
    std::optional<ports::DeviceSettings> forget(const std::string& device);

  private:
    void save() const;

    std::string file_;
    std::map<std::string, ports::DeviceSettings> before_;
};

} // namespace pic::kernel
