// A packet as octets on the wire, with checksums that connection tracking believes.
#pragma once

#include <vector>

#include "hostfirewall/packet.hpp"

namespace pic::hostfirewall {

struct Ports {
    std::uint16_t from = 0, to = 0;
};

// Ethernet to everybody's broadcast address would not be forwarded: `to` is the receiver's own.
std::vector<std::uint8_t> frame(const Packet& packet, Ports ports,
                                const std::array<std::uint8_t, 6>& receiver);

} // namespace pic::hostfirewall
