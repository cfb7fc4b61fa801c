// Who forwards our packets, so many hops away: one step of traceroute(8), without privileges.
// Blocking; for a worker.
#pragma once

#include "client/socket.hpp"

namespace pic::client {

// The router at which a packet towards `target` (IPv4) has used up its `hops`. Code::unavailable
// when it does not say so, which many do not.
Result<net::Address> ask_hop(const Server& target, int hops, Deadline deadline);

} // namespace pic::client
