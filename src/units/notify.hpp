// What picd tells systemd of itself: ready, a line of state, alive (sd_notify(3)). Any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace pic::units {

void notify_ready();
void notify_stopping();
void notify_status(const std::string& line); // shown by systemctl status
void notify_alive();

// How often systemd wants to hear notify_alive(); nullopt: it does not.
std::optional<std::chrono::microseconds> watchdog_interval();

} // namespace pic::units
