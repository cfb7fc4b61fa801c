// Questions about the host around the cell, answered from one Host. Pure; any thread.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "ports/kernel.hpp"

namespace pic::ports {

// The default route that the kernel prefers; nullptr without one.
const Route* default_route(const Host& host, net::Family family);

// Devices that carry the host's own routes: the ways that the connection `direct` may take.
std::set<std::string> routed_devices(const Host& host);

// Prefixes that are on link: the networks this machine is in.
std::vector<net::Prefix> on_link(const Host& host);

const HostLink* find_link(const Host& host, std::string_view name);

} // namespace pic::ports
