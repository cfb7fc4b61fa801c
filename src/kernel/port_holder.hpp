// Sockets that listen on a port, and whose they are (sock_diag(7), linux/inet_diag.h): no privilege
// is needed. Pure; any thread.
#pragma once

#include <optional>
#include <string>

#include "kernel/message.hpp"
#include "ports/port_holder.hpp"

namespace pic::kernel {

// TCP sockets that listen, UDP sockets that are bound and not connected.
Message list_listeners(net::Family family, const ports::Port& port);

struct FoundListener {
    net::Address address;
    std::uint16_t port = 0;
    bool only_v6 = false;
    std::uint32_t user = 0;
    std::uint64_t cgroup = 0; // its id, in the unified hierarchy; 0: the kernel does not say
    bool operator==(const FoundListener&) const = default;
};
// One part of the list; nullopt for what is no socket of IPv4 or IPv6.
std::optional<FoundListener> decode_listener(std::uint16_t type, Bytes payload);

} // namespace pic::kernel
