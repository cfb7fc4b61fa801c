// NAT-PMP's question for the router's external address (RFC 6886, 3.2). Pure.
#pragma once

#include "base/result.hpp"
#include "client/wire.hpp"
#include "net/address.hpp"

namespace pic::client {

inline constexpr std::uint16_t nat_pmp_port = 5351; // PCP's too

Bytes nat_pmp_request();

// Code::unavailable when the router refuses, has no address now, or speaks PCP only.
Result<net::Address> parse_nat_pmp(ByteView datagram);

} // namespace pic::client
