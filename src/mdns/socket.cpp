#include "mdns/socket.hpp"

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/fd.hpp"
#include "mdns/responder.hpp"

namespace pic::mdns {

namespace {

constexpr int hop_limit = 255; // RFC 6762, 11

bool set(const Fd& fd, int level, int option, const auto& value) {
    return setsockopt(fd.get(), level, option, &value, sizeof value) == 0;
}

// IP_MULTICAST_ALL off: otherwise what any program on this machine joined comes here too (ip(7)).
bool listen4(const Fd& fd, int device) {
    ip_mreqn membership{};
    membership.imr_ifindex = device;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(mdns_port);
    std::memcpy(&address.sin_addr, group(net::Family::v4).address().to_v4().to_bytes().data(), 4);
    membership.imr_multiaddr = address.sin_addr;
    return set(fd, SOL_SOCKET, SO_REUSEADDR, 1) && set(fd, IPPROTO_IP, IP_MULTICAST_ALL, 0) &&
           set(fd, IPPROTO_IP, IP_MULTICAST_TTL, hop_limit) &&
           set(fd, IPPROTO_IP, IP_TTL, hop_limit) &&
           set(fd, IPPROTO_IP, IP_MULTICAST_IF, membership) &&
           bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
           set(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, membership);
}

// The scope of the address binds the socket to the device (ipv6(7)).
bool listen6(const Fd& fd, int device) {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(mdns_port);
    address.sin6_scope_id = static_cast<std::uint32_t>(device);
    std::memcpy(&address.sin6_addr, group(net::Family::v6).address().to_v6().to_bytes().data(), 16);
    ipv6_mreq membership{};
    membership.ipv6mr_multiaddr = address.sin6_addr;
    membership.ipv6mr_interface = address.sin6_scope_id;
    return set(fd, SOL_SOCKET, SO_REUSEADDR, 1) && set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1) &&
           set(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, hop_limit) &&
           set(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, hop_limit) &&
           set(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, device) &&
           bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
           set(fd, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, membership);
}

} // namespace

udp::endpoint group(net::Family family) {
    static const auto group4 = boost::asio::ip::make_address("224.0.0.251");
    static const auto group6 = boost::asio::ip::make_address("ff02::fb");
    return {family == net::Family::v4 ? group4 : group6, mdns_port};
}

Result<udp::socket> open_socket(boost::asio::io_context& loop, net::Family family, int device) {
    const bool v4 = family == net::Family::v4;
    Fd fd(::socket(v4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd || !(v4 ? listen4(fd, device) : listen6(fd, device)))
        return fail(Code::unavailable,
                    std::string("port 5353 of UDP cannot be used: ") + std::strerror(errno), {},
                    "another program may have it for itself: ss -lnup 'sport = :5353'");
    udp::socket socket(loop);
    boost::system::error_code failure;
    socket.assign(v4 ? udp::v4() : udp::v6(), fd.get(), failure);
    if (failure) return fail(Code::internal, "port 5353 of UDP: " + failure.message());
    fd.release();
    socket.non_blocking(true, failure);
    return socket;
}

} // namespace pic::mdns
