// What the devices' IPv4 settings were before the cell changed them, so that they can be put back.
// By the device's index: its settings outlast its name, and never return with a new device of that
// name. Kept in a file under /run: a reboot forgets both. One thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ports/kernel.hpp"

namespace pic::kernel {

// Whether IPv4 is forwarded between all devices. The cell never sets that switch: where it is on,
// somebody else routes (Docker, an administrator), and relies on the cell's devices too.
bool others_route();

class DeviceSettingsMemory {
  public:
    explicit DeviceSettingsMemory(std::string file);

    bool knows(int index) const { return before_.contains(index); }
    // What it was, under the name of that time; nullopt when the cell never changed it.
    std::optional<ports::DeviceSettings> of(int index) const;
    // Before it is changed; the first time counts. What cannot be saved is not remembered.
    Status remember(int index, const ports::DeviceSettings& before);
    Status forget(int index); // after it was put back
    // What is not among all the devices that there are is gone, and its settings with it.
    void keep(const std::vector<ports::HostLink>& devices);

  private:
    void read();
    Status save() const;

    std::string file_;
    std::map<int, ports::DeviceSettings> before_;
};

} // namespace pic::kernel
