// The time a server tells, and whether it believes it itself. Blocking; for a worker.
#pragma once

#include "client/socket.hpp"

namespace pic::client {

struct NtpAnswer {
    bool synchronised = false;
    int stratum = 0;
    std::chrono::nanoseconds offset{}; // our clock is behind the server's by this
};

Result<NtpAnswer> ask_ntp(const Server& server, Deadline deadline);

} // namespace pic::client
