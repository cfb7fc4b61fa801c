// Our public address, by asking a STUN server. Blocking; for a worker.
#pragma once

#include "client/socket.hpp"

namespace pic::client {

// The port is of this question's socket alone and says nothing about WireGuard's.
Result<Server> ask_stun(const Server& server, Deadline deadline);

} // namespace pic::client
