// PCP's MAP request (RFC 6887, 11). To learn the external address alone, section 11.7 has a
// short-lived mapping of the discard port made. Pure.
#pragma once

#include <array>

#include "base/result.hpp"
#include "client/wire.hpp"
#include "net/address.hpp"

namespace pic::client {

using PcpNonce = std::array<std::uint8_t, 12>;

// `client` is our own address towards the router; a lifetime of 0 takes the mapping back.
Bytes pcp_map_request(const net::Address& client, const PcpNonce& nonce,
                      std::uint32_t lifetime_seconds);

// The external address. Code::unavailable when the router refuses.
Result<net::Address> parse_pcp_map(ByteView datagram, const PcpNonce& nonce);

} // namespace pic::client
