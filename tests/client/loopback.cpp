#include "client/loopback.hpp"

#include <array>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace pic::client {

namespace {

sockaddr_in name_of(const std::string& address, std::uint16_t port) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    name.sin_addr.s_addr = htonl(net::Address::parse(address)->to_v4());
    return name;
}

Fd bound(int type, const std::string& address, std::uint16_t port) {
    Fd fd(::socket(AF_INET, type | SOCK_CLOEXEC, 0));
    const int on = 1;
    setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const auto name = name_of(address, port);
    if (bind(fd.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0)
        throw std::runtime_error("cannot bind " + address + ": " + std::strerror(errno));
    return fd;
}

Server server_of(const Fd& socket) {
    sockaddr_in name{};
    socklen_t size = sizeof name;
    getsockname(socket.get(), reinterpret_cast<sockaddr*>(&name), &size);
    return {net::Address::v4(ntohl(name.sin_addr.s_addr)), ntohs(name.sin_port)};
}

void wake(const Fd& event) {
    const std::uint64_t one = 1;
    if (write(event.get(), &one, sizeof one) != sizeof one) std::terminate();
}

// False when it is time to end.
bool readable(const Fd& socket, const Fd& end) {
    std::array<pollfd, 2> waiting{{{end.get(), POLLIN, 0}, {socket.get(), POLLIN, 0}}};
    return poll(waiting.data(), waiting.size(), -1) > 0 && waiting[0].revents == 0;
}

} // namespace

std::string own_address() {
    const auto pid = static_cast<std::uint32_t>(getpid()); // at most 22 bits
    return net::Address::v4(127U << 24 | 1U << 23 | pid << 1 | 1U).text();
}

UdpServer::UdpServer(Answer answer, const std::string& address, std::uint16_t port) :
    answer_(std::move(answer)), socket_(bound(SOCK_DGRAM, address, port)),
    elsewhere_(bound(SOCK_DGRAM, address, 0)), wake_(eventfd(0, EFD_CLOEXEC)) {
    server_ = server_of(socket_);
    thread_ = std::thread([this] { run(); });
}

UdpServer::~UdpServer() {
    wake(wake_);
    thread_.join();
}

void UdpServer::run() {
    std::array<std::uint8_t, 2048> buffer{};
    while (readable(socket_, wake_)) {
        sockaddr_in from{};
        socklen_t size = sizeof from;
        const auto got = recvfrom(socket_.get(), buffer.data(), buffer.size(), 0,
                                  reinterpret_cast<sockaddr*>(&from), &size);
        if (got < 0) continue;
        ++questions_;
        for (const auto& each : answer_(ByteView(buffer).first(static_cast<std::size_t>(got))))
            sendto((each.from_elsewhere ? elsewhere_ : socket_).get(), each.data.data(),
                   each.data.size(), 0, reinterpret_cast<const sockaddr*>(&from), size);
    }
}

TcpServer::TcpServer(Answer answer, std::uint16_t port) :
    answer_(std::move(answer)), socket_(bound(SOCK_STREAM, own_address(), port)),
    wake_(eventfd(0, EFD_CLOEXEC)) {
    listen(socket_.get(), 4);
    thread_ = std::thread([this] { run(); });
}

TcpServer::~TcpServer() {
    wake(wake_);
    thread_.join();
}

void TcpServer::run() {
    std::array<std::uint8_t, 2048> buffer{};
    while (readable(socket_, wake_)) {
        const Fd connection(accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!connection || !readable(connection, wake_)) continue;
        const auto got = recv(connection.get(), buffer.data(), buffer.size(), 0);
        if (got <= 0) continue;
        const auto reply = answer_(ByteView(buffer).first(static_cast<std::size_t>(got)));
        if (send(connection.get(), reply.data(), reply.size(), MSG_NOSIGNAL) < 0) continue;
    }
}

Server nobody() {
    return server_of(bound(SOCK_DGRAM, own_address(), 0));
}

client::Deadline in(std::chrono::milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

} // namespace pic::client
