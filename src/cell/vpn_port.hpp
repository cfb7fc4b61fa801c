// The UDP port that WireGuard listens on: whether the cell may have it, and whether it can. Control
// thread only.
#pragma once

#include <cstdint>
#include <functional>

#include "base/result.hpp"

namespace pic::control {
class Control;
}

namespace pic::cell {

Status check_port(std::uint16_t port);

// Refuses a port that somebody has: the device would stay on its old one, or the VPN down. Asks the
// kernel, and calls `then` on the loop.
void check_free(control::Control& control, std::uint16_t port, std::function<void(Status)> then);

} // namespace pic::cell
