// What the devices' IPv4 settings were before the cell changed them, so that they can be put back.
// Kept in a file under /run: a reboot forgets both. One thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "ports/kernel.hpp"

namespace pic::kernel {

// Whether IPv4 is forwarded between all devices. The cell never sets that switch: where it is on,
// somebody else routes (Docker, an administrator), and relies on the cell's devices too.
bool others_route();

class DeviceSettingsMemory {
  public:
    explicit DeviceSettingsMemory(std::string file);

    bool knows(const std::string& device) const { return before_.contains(device); }
    // What it was; nullopt when the cell never changed it.
    std::optional<ports::DeviceSettings> of(const std::string& device) const;
    // Before it is changed; the first time counts. What cannot be saved is not remembered.
    Status remember(const ports::DeviceSettings& before);
    Status forget(const std::string& device); // after it was put back

  private:
    Status save() const;

    std::string file_;
    std::map<std::string, ports::DeviceSettings> before_;
};

} // namespace pic::kernel
