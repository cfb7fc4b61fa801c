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

// Whom the web pages answer, as ranges of addresses: this machine, its links, homes and the VPN;
// everybody with public access.
std::vector<net::Prefix> answered(const model::View& view, const Settings& settings);

} // namespace pic::control
