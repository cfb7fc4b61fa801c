// In which local networks the cell's name is told, and with which addresses. Pure.
#pragma once

#include <string>
#include <vector>

#include "net/address.hpp"
#include "ports/kernel.hpp"

namespace pic::mdns {

struct LanDevice {
    std::string name;
    int index = 0;
    bool ipv4 = false, ipv6 = false;     // has an address of the family, so that it can be spoken
    std::vector<net::Address> addresses; // that the name shall mean there, sorted
    std::vector<net::Prefix> neighbours; // that are on this link
    bool operator==(const LanDevice&) const = default;
};

// Devices with a private address that lead to a network of other machines: those with a default
// route, and network cards (a bridge, when it holds one). Not the cell's own, no tunnels, and none
// that joins only what runs on this machine.
std::vector<LanDevice> lan_devices(const ports::Host& host);

} // namespace pic::mdns
