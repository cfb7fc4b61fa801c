#include "kernel/port_holder.hpp"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace pic::kernel {

namespace {

constexpr std::uint16_t cgroup_id = 21; // INET_DIAG_CGROUP_ID, since Linux 5.8

std::optional<net::Address> address_of(const inet_diag_msg& socket) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(socket.id.idiag_src);
    const std::size_t size = socket.idiag_family == AF_INET    ? 4
                             : socket.idiag_family == AF_INET6 ? sizeof socket.id.idiag_src
                                                               : 0;
    auto address = net::Address::from_bytes({bytes, size});
    return address ? std::optional(*address) : std::nullopt;
}

} // namespace

Message list_listeners(net::Family family, const ports::Port& port) {
    const bool tcp = port.transport == ports::Transport::tcp;
    inet_diag_req_v2 request{};
    request.sdiag_family = family == net::Family::v4 ? AF_INET : AF_INET6;
    request.sdiag_protocol = tcp ? IPPROTO_TCP : IPPROTO_UDP;
    request.idiag_states = 1U << (tcp ? TCP_LISTEN : TCP_CLOSE); // UDP has no state of its own
    request.id.idiag_sport = htons(port.number);
    request.id.idiag_cookie[0] = request.id.idiag_cookie[1] = ~0U;
    Message message(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP);
    message.header(request);
    return message;
}

std::optional<FoundListener> decode_listener(std::uint16_t type, Bytes payload) {
    inet_diag_msg socket{};
    Bytes rest;
    if (type != SOCK_DIAG_BY_FAMILY || !split(payload, socket, rest)) return {};
    const auto address = address_of(socket);
    if (!address) return {};
    FoundListener found{*address, ntohs(socket.id.idiag_sport), false, socket.idiag_uid, 0};
    for (const auto& attribute : attributes(rest)) {
        if (attribute.type == INET_DIAG_SKV6ONLY) found.only_v6 = attribute.as<std::uint8_t>() != 0;
        if (attribute.type == cgroup_id) found.cgroup = attribute.as<std::uint64_t>();
    }
    return found;
}

} // namespace pic::kernel
