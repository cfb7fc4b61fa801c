#include "client/hop.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <optional>
#include <sys/socket.h>

#include "base/backoff.hpp"

namespace pic::client {

namespace {

constexpr Backoff::Delay first_delay{250}, longest_delay{1000};

Status prepare(const Fd& socket, int hops) {
    const int on = 1;
    if (setsockopt(socket.get(), IPPROTO_IP, IP_TTL, &hops, sizeof hops) == 0 &&
        setsockopt(socket.get(), IPPROTO_IP, IP_RECVERR, &on, sizeof on) == 0)
        return {};
    return fail(errno_error(errno, "setsockopt"));
}

// From the control message of ip(7), IP_RECVERR: whose "time exceeded" it is.
std::optional<net::Address> offender(const cmsghdr& control) {
    struct {
        sock_extended_err error;
        sockaddr_in from;
    } content{};
    if (control.cmsg_level != IPPROTO_IP || control.cmsg_type != IP_RECVERR ||
        control.cmsg_len < CMSG_LEN(sizeof content))
        return std::nullopt;
    std::memcpy(&content, CMSG_DATA(&control), sizeof content);
    if (content.error.ee_origin != SO_EE_ORIGIN_ICMP ||
        content.error.ee_type != ICMP_TIME_EXCEEDED || content.from.sin_family != AF_INET)
        return std::nullopt;
    return net::Address::v4(ntohl(content.from.sin_addr.s_addr));
}

// Takes what the kernel heard of our packets; it has compared their ports already.
std::optional<net::Address> take_errors(const Fd& socket) {
    std::optional<net::Address> found;
    for (;;) {
        alignas(cmsghdr) std::array<char, 512> control{};
        msghdr message{};
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        if (recvmsg(socket.get(), &message, MSG_ERRQUEUE) < 0) return found;
        for (auto* each = CMSG_FIRSTHDR(&message); each != nullptr;
             each = CMSG_NXTHDR(&message, each))
            if (const auto address = offender(*each); address && !found) found = address;
    }
}

} // namespace

Result<net::Address> ask_hop(const Server& target, int hops, Deadline deadline) {
    PIC_LET(socket, connect_to(target, Transport::udp, deadline));
    PIC_TRY(prepare(socket, hops));
    Backoff delays(first_delay, longest_delay);
    while (std::chrono::steady_clock::now() < deadline) {
        // An error that waits is reported here too; it is in the queue, which is read below.
        static_cast<void>(send(socket.get(), "", 0, MSG_NOSIGNAL));
        const auto again = std::min(deadline, std::chrono::steady_clock::now() + delays.failed());
        PIC_LET(failed, wait_for(socket, 0, again));
        if (!failed) continue;
        if (const auto found = take_errors(socket)) return *found;
        break; // somebody says that the target cannot be reached at all
    }
    return fail(Code::unavailable,
                "hop " + std::to_string(hops) + " towards " + target.text() + " is not known");
}

} // namespace pic::client
