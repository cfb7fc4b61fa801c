// SNTP: one question and its answer (RFC 5905, 4330). Pure.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/result.hpp"
#include "client/wire.hpp"

namespace pic::client {

// Seconds since 1900 and their fraction, 32 bits each; the difference of two is right within 68
// years either way.
using NtpTime = std::uint64_t;
NtpTime to_ntp(std::chrono::system_clock::time_point time);

struct NtpReply {
    bool synchronised = false;
    int stratum = 0;                // 1-15
    NtpTime received = 0, sent = 0; // by the server's clock
};

// `cookie` comes back in the answer; a random one tells nobody our clock.
Bytes ntp_request(std::uint64_t cookie);

// Code::unavailable when the server refuses (a kiss-o'-death).
Result<NtpReply> parse_ntp(ByteView datagram, std::uint64_t cookie);

// How far our clock is behind the server's, from our two times of the exchange.
std::chrono::nanoseconds ntp_offset(const NtpReply& reply, NtpTime asked, NtpTime answered);

} // namespace pic::client
