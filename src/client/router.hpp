// What the router says its own address towards the internet is: NAT-PMP, which asks without side
// effect, else PCP. Blocking; for a worker.
#pragma once

#include "client/socket.hpp"

namespace pic::client {

// `device`: by which the gateway is reached, or empty. A private or shared (100.64/10) answer means
// a second NAT behind the router. Code::unavailable when the router speaks neither or says nothing:
// the usual case, and no fault.
Result<net::Address> ask_router(const net::Address& gateway, const std::string& device,
                                Deadline deadline);

} // namespace pic::client
