// The cell's address ranges: proposing ones that meet nobody, and judging those a person wants.
#pragma once

#include "model/cell.hpp"
#include "ports/host.hpp"

namespace pic::cell {

// A /20 of 10.0.0.0/8, or where the host has routes to all of it of 172.16/12 or 100.64/10, and a
// ULA /64 (RFC 4193) that overlap no route of the host: as random as the seed, and the same for the
// same seed and host.
net::Prefix propose_ipv4(const ports::Host& host, const std::string& seed);
net::Prefix propose_ipv6(const ports::Host& host, const std::string& seed);

// `highest`: the last offset in use, which must still fit.
Status check_range4(const net::Prefix& range, const ports::Host& host, std::uint32_t highest);
Status check_range6(const net::Prefix& range, const ports::Host& host);

// Another range for one that meets somebody's, as long; always the same for the same host.
net::Prefix alternative_to(const net::Prefix& range, const ports::Host& host);

// The host's route that a range meets; nullptr when it meets none. One that leads nowhere is no
// obstacle: who stops all private ranges on the way out means no one in particular.
const ports::Route* met_by(const net::Prefix& range, const ports::Host& host);

} // namespace pic::cell
