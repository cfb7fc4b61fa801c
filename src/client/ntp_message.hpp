// SNTP: one question and its answer (RFC 5905, 4330). Pure.
#pragma once

#include <cstdint>

#include "base/result.hpp"
#include "client/wire.hpp"

namespace pic::client {

struct NtpReply {
    bool synchronised = false;
    int stratum = 0; // 1-15
};

// `cookie` comes back in the answer; a random one tells nobody our clock.
Bytes ntp_request(std::uint64_t cookie);

// Code::unavailable when the server refuses (a kiss-o'-death).
Result<NtpReply> parse_ntp(ByteView datagram, std::uint64_t cookie);

} // namespace pic::client
