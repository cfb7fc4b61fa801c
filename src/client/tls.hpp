// Which certificate a TLS server shows: the health of pic-web, asked of itself. Blocking; for a
// worker.
#pragma once

#include <string>

#include "client/socket.hpp"

namespace pic::client {

// SHA-256 of the leaf, "AB:CD:…", as ca::Certificate writes it. Nothing is verified: the caller
// knows which one it wants to see. `server_name` (SNI) may be empty.
Result<std::string> ask_tls(const Server& server, const std::string& server_name,
                            Deadline deadline);

} // namespace pic::client
