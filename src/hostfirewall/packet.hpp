// A packet that does not exist, to ask a ruleset about: what is known of it, octet by octet.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "net/address.hpp"

namespace pic::hostfirewall {

using Octet = std::optional<std::uint8_t>; // nullopt: it could be any
using Octets = std::vector<Octet>;

struct Device {
    std::string name;
    std::uint32_t index = 0;
};

enum class Protocol : std::uint8_t { tcp = 6, udp = 17 };

// The first packet of a connection, from an arbitrary port; or, where `reply` is set, an answer.
struct Packet {
    Device in;
    std::optional<Device> out; // nullopt: to this machine itself; no name: not routed yet
    net::Address from, to;
    Protocol protocol = Protocol::udp;
    std::uint16_t port = 0; // it goes to; 0: any
    bool reply = false;
    std::optional<std::uint32_t> mark = 0, connection_mark = 0;

    bool ipv6() const { return from.family() == net::Family::v6; }
    Octets network_header() const;
    Octets transport_header() const;
};

// Numbers as registers hold them.
Octets known(std::span<const std::uint8_t> bytes);
Octets known(std::uint32_t number); // in the machine's byte order
Octets known(const std::string& name, std::size_t room);
Octets unknown(std::size_t length);

} // namespace pic::hostfirewall
