#include "client/router.hpp"

#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <sodium.h>
#include <sys/socket.h>

#include "client/nat_pmp_message.hpp"
#include "client/pcp_message.hpp"
#include "client/udp.hpp"

namespace pic::client {

namespace {

constexpr std::uint32_t lifetime_seconds = 60;

// The address that the kernel chooses towards `server`; nothing is sent.
Result<net::Address> own_address(const Server& server, Deadline deadline) {
    PIC_LET(socket, connect_to(server, Transport::udp, deadline));
    sockaddr_storage name{};
    socklen_t size = sizeof name;
    if (getsockname(socket.get(), reinterpret_cast<sockaddr*>(&name), &size) != 0)
        return fail(errno_error(errno, "getsockname"));
    std::array<std::uint8_t, 16> bytes{};
    const bool v4 = name.ss_family == AF_INET;
    std::memcpy(bytes.data(),
                reinterpret_cast<const char*>(&name) +
                    (v4 ? offsetof(sockaddr_in, sin_addr) : offsetof(sockaddr_in6, sin6_addr)),
                v4 ? 4 : 16);
    return net::Address::from_bytes({bytes.data(), v4 ? 4U : 16U});
}

Result<net::Address> ask_pcp(const Server& router, Deadline deadline) {
    PIC_LET(own, own_address(router, deadline));
    PcpNonce nonce{};
    randombytes_buf(nonce.data(), nonce.size());
    const auto map = [&](std::uint32_t lifetime) {
        return ask_and_parse(router, pcp_map_request(own, nonce, lifetime), deadline,
                             [&](ByteView datagram) { return parse_pcp_map(datagram, nonce); });
    };
    PIC_LET(external, map(lifetime_seconds));
    // Taken back at once; where that is lost, it runs out by itself.
    static_cast<void>(map(0));
    return external;
}

} // namespace

Result<net::Address> ask_router(const net::Address& gateway, const std::string& device,
                                Deadline deadline) {
    const Server router{gateway, nat_pmp_port, device};
    if (!gateway.is_v4()) return ask_pcp(router, deadline); // NAT-PMP is IPv4's
    const auto now = std::chrono::steady_clock::now();
    const auto answer =
        ask_and_parse(router, nat_pmp_request(), now + (deadline - now) / 2, parse_nat_pmp);
    return answer ? answer : ask_pcp(router, deadline);
}

} // namespace pic::client
