// Ports of this machine, who has them, and how to say so. Pure; any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "net/address.hpp"

namespace pic::ports {

enum class Transport : std::uint8_t { tcp, udp };

struct Port {
    Transport transport = Transport::tcp;
    std::uint16_t number = 0;
    auto operator<=>(const Port&) const = default;
};

// A socket that listens on a port, and what is known of who made it.
struct PortHolder {
    Port port;
    net::Address address; // 0.0.0.0 or ::, any; :: holds the port for IPv4 too unless `only_v6`
    bool only_v6 = false;
    std::string unit;      // of systemd, "dnsmasq.service"; empty: not known
    std::string user;      // its name, or its number where it has none
    std::string wireguard; // the device whose socket it is; empty: a program's
    bool operator==(const PortHolder&) const = default;
};

// Whether nobody else can listen on `address` and the holder's port.
bool stands_in_the_way(const PortHolder& holder, const net::Address& address);

std::string name_of(const PortHolder& holder); // "dnsmasq.service (user dnsmasq)"
std::string text(const PortHolder& holder);    // "port 53 is held by …"
std::string remedy(const PortHolder& holder);  // the command that frees the port, or finds out more

} // namespace pic::ports
