// Questions about the host around the cell, answered from one Host. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ports/kernel.hpp"

namespace pic::ports {

// The default route that the kernel prefers; nullptr without one.
const Route* default_route(const Host& host, net::Family family);

// Devices that carry the host's own routes: the ways that the connection `direct` may take.
std::set<std::string> routed_devices(const Host& host);

// Whether the route is to a network that this machine is in: it has an address there, on the
// device.
bool is_own_network(const Route& route, const Host& host);

// The networks this machine is in, by its addresses. A route without a gateway is no sign of one: a
// VPN sends half the internet to its device.
std::vector<net::Prefix> on_link(const Host& host);

// Those of them that are a home's own (net::home_ranges), on the devices of the default routes.
std::vector<net::Prefix> home_networks(const Host& host);

const HostLink* find_link(const Host& host, std::string_view name);

// The largest packet that the ways to the internet take, in bytes; nullopt without one.
std::optional<std::uint32_t> uplink_mtu(const Host& host);

} // namespace pic::ports
