#include "units/notify.hpp"

#include <systemd/sd-daemon.h>

namespace pic::units {

void notify_ready() {
    sd_notify(0, "READY=1");
}
void notify_stopping() {
    sd_notify(0, "STOPPING=1");
}
void notify_alive() {
    sd_notify(0, "WATCHDOG=1");
}

void notify_status(const std::string& line) {
    sd_notify(0, ("STATUS=" + line).c_str());
}

std::optional<std::chrono::microseconds> watchdog_interval() {
    std::uint64_t microseconds = 0;
    if (sd_watchdog_enabled(0, &microseconds) <= 0) return {};
    return std::chrono::microseconds(microseconds) / 3; // two may be missed
}

} // namespace pic::units
