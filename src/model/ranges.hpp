// The VPN's ranges, and who is in them.
#pragma once

#include "model/cell.hpp"

namespace pic::model {

inline bool in_ranges(const WireGuard& wireguard, const net::Address& address) {
    return wireguard.ipv4.contains(address) || wireguard.ipv6.contains(address);
}

} // namespace pic::model
