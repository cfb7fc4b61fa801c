// Sockets that wait no longer than they were told.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "client/wire.hpp"
#include "net/address.hpp"

namespace pic::client {

using Deadline = std::chrono::steady_clock::time_point;

struct Server {
    net::Address address;
    std::uint16_t port = 0;
    std::string device = {};  // by which it is to be reached; empty: as the kernel routes
    std::string text() const; // "192.0.2.7:53", "[2001:db8::7]:53"
};

enum class Transport { udp, tcp };

// Non-blocking, connected: only this server's packets are received. Code::unavailable when it
// cannot be reached.
Result<Fd> connect_to(const Server& server, Transport transport, Deadline deadline);

// True when `events` (poll(2)) came, false at the deadline.
Result<bool> wait_for(const Fd& socket, short events, Deadline deadline);

Status send_all(const Fd& socket, ByteView data, Deadline deadline);
Result<Bytes> receive_exactly(const Fd& socket, std::size_t count, Deadline deadline);

Error no_answer(const Server& server);

} // namespace pic::client
