#include "client/socket.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "net/host_port.hpp"

namespace pic::client {

namespace {

Error unreachable(int error_number, const std::string& what) {
    Error error = errno_error(error_number, what);
    error.code = Code::unavailable;
    return error;
}

socklen_t fill(sockaddr_storage& into, const Server& server) {
    const auto bytes = server.address.bytes();
    if (server.address.is_v4()) {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(server.port);
        std::memcpy(&v4.sin_addr, bytes.data(), bytes.size());
        std::memcpy(&into, &v4, sizeof v4);
        return sizeof v4;
    }
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(server.port);
    v6.sin6_scope_id = server.device.empty() ? 0 : if_nametoindex(server.device.c_str());
    std::memcpy(&v6.sin6_addr, bytes.data(), bytes.size());
    std::memcpy(&into, &v6, sizeof v6);
    return sizeof v6;
}

// No privilege is needed for a socket that is bound to no device yet (socket(7)).
Status bind_to_device(const Fd& socket, const Server& server) {
    if (server.device.empty()) return {};
    if (setsockopt(socket.get(), SOL_SOCKET, SO_BINDTODEVICE, server.device.data(),
                   static_cast<socklen_t>(server.device.size())) == 0)
        return {};
    return fail(unreachable(errno, "cannot use the device " + server.device));
}

int connection_error(const Fd& socket) {
    int error = 0;
    socklen_t size = sizeof error;
    return getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

} // namespace

std::string Server::text() const {
    return net::HostPort{address.text(), port}.text();
}

Error no_answer(const Server& server) {
    return {Code::unavailable, "no answer from " + server.text(), {}, {}, {}};
}

Result<bool> wait_for(const Fd& socket, short events, Deadline deadline) {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        pollfd entry{socket.get(), events, 0};
        const int ready =
            poll(&entry, 1, static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1 << 30)));
        if (ready > 0) return true;
        if (ready == 0 && left.count() <= 0) return false;
        if (ready < 0 && errno != EINTR) return fail(errno_error(errno, "poll"));
    }
}

Result<Fd> connect_to(const Server& server, Transport transport, Deadline deadline) {
    const std::string what = "cannot reach " + server.text();
    const int type = transport == Transport::udp ? SOCK_DGRAM : SOCK_STREAM;
    Fd socket(::socket(server.address.is_v4() ? AF_INET : AF_INET6,
                       type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket) return fail(unreachable(errno, what));
    PIC_TRY(bind_to_device(socket, server));
    sockaddr_storage address{};
    const socklen_t size = fill(address, server);
    if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), size) == 0)
        return socket;
    if (errno != EINPROGRESS) return fail(unreachable(errno, what));
    PIC_LET(writable, wait_for(socket, POLLOUT, deadline));
    if (!writable) return fail(no_answer(server));
    if (const int error = connection_error(socket); error != 0)
        return fail(unreachable(error, what));
    return socket;
}

Status send_all(const Fd& socket, ByteView data, Deadline deadline) {
    while (!data.empty()) {
        const auto sent = send(socket.get(), data.data(), data.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            data = data.subspan(static_cast<std::size_t>(sent));
            continue;
        }
        if (errno != EAGAIN && errno != EINTR) return fail(unreachable(errno, "cannot send"));
        PIC_LET(writable, wait_for(socket, POLLOUT, deadline));
        if (!writable) return fail(Code::unavailable, "the other side takes nothing more");
    }
    return {};
}

Result<Bytes> receive_exactly(const Fd& socket, std::size_t count, Deadline deadline) {
    Bytes data(count);
    for (std::size_t have = 0; have < count;) {
        const auto got = recv(socket.get(), data.data() + have, count - have, 0);
        if (got > 0) {
            have += static_cast<std::size_t>(got);
            continue;
        }
        if (got == 0) return fail(Code::unavailable, "the other side closed the connection");
        if (errno != EAGAIN && errno != EINTR) return fail(unreachable(errno, "cannot receive"));
        PIC_LET(readable, wait_for(socket, POLLIN, deadline));
        if (!readable) return fail(Code::unavailable, "the other side says nothing more");
    }
    return data;
}

} // namespace pic::client
