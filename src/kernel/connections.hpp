// What connection tracking knows (linux/netfilter/nfnetlink_conntrack.h): who sends something to a
// port over UDP, and whether he is answered. Pure; any thread.
#pragma once

#include <optional>

#include "kernel/message.hpp"
#include "ports/kernel.hpp"

namespace pic::kernel {

Message list_connections(net::Family family);

struct FoundConnection {
    net::Address from, to; // of the packet that began it
    bool answered = false;
};
// One part of the list; nullopt for what is not UDP to this port.
std::optional<FoundConnection> decode_connection(std::uint16_t type, Bytes payload,
                                                 std::uint16_t port);

} // namespace pic::kernel
