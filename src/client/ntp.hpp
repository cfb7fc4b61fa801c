// Whether a time server believes its own time. Blocking; for a worker.
#pragma once

#include "client/ntp_message.hpp"
#include "client/socket.hpp"

namespace pic::client {

Result<NtpReply> ask_ntp(const Server& server, Deadline deadline);

} // namespace pic::client
