// By which way a caller came in. Pure; any thread.
#pragma once

#include "control/call.hpp"
#include "control/change.hpp"

namespace pic::control {

// False: on the machine itself, over D-Bus or its loopback device.
bool from_elsewhere(const Caller& caller);

// By a device of the VPN, whose address WireGuard pins. One of a LAN that came to overlap the range
// only looks like it.
bool through_tunnel(const Caller& caller, const Context& context);

} // namespace pic::control
