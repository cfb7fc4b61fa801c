// This machine's own way to the internet, read off the host. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ports/kernel.hpp"

namespace pic::endpoint {

struct Uplink4 {
    std::string device;
    net::Address address;                // ours on it
    std::optional<net::Address> gateway; // nullopt: none, as on a point-to-point device
    bool operator==(const Uplink4&) const = default;
};

struct Uplinks {
    std::optional<Uplink4> v4;
    bool v6 = false;                     // there is a way out over IPv6
    std::optional<net::Address> public6; // a public address on it, one that stays
    std::vector<net::Address> own4;      // all public IPv4 addresses of this machine, sorted
    bool operator==(const Uplinks&) const = default;
};

Uplinks uplinks_of(const ports::Host& host);

} // namespace pic::endpoint
