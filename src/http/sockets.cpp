#include "http/sockets.hpp"

#include <array>
#include <cstring>
#include <netinet/in.h>
#include <pwd.h>
#include <span>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace pic::http {

namespace {

constexpr int backlog = 1024;
constexpr mode_t for_user_and_group = 0660;

struct SocketAddress {
    sockaddr_storage bytes{};
    socklen_t size = 0;
    sockaddr* get() { return reinterpret_cast<sockaddr*>(&bytes); }
};

template <class T>
T& as(SocketAddress& address) {
    address.size = sizeof(T);
    return reinterpret_cast<T&>(address.bytes);
}

SocketAddress socket_address(const net::Address& address, std::uint16_t port) {
    SocketAddress result;
    const auto bytes = address.bytes();
    if (address.is_v4()) {
        auto& inet = as<sockaddr_in>(result);
        inet.sin_family = AF_INET;
        inet.sin_port = htons(port);
        std::memcpy(&inet.sin_addr, bytes.data(), bytes.size());
    } else {
        auto& inet = as<sockaddr_in6>(result);
        inet.sin6_family = AF_INET6;
        inet.sin6_port = htons(port);
        std::memcpy(&inet.sin6_addr, bytes.data(), bytes.size());
    }
    return result;
}

Result<Fd> bound(SocketAddress address, const std::string& text) {
    Fd fd(socket(address.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd) return fail(errno_error(errno, "cannot make a socket"));
    const int yes = 1; // connections of the picd before us may still be closing
    if (address.bytes.ss_family != AF_UNIX)
        setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd.get(), address.get(), address.size) == 0) return fd;
    const int reason = errno;
    auto error = errno_error(reason, "cannot listen on " + text);
    if (reason == EADDRINUSE) error.code = Code::conflict;
    return fail(std::move(error));
}

Result<net::Address> ip_of(const SocketAddress& peer) {
    std::span<const std::uint8_t> bytes;
    if (peer.bytes.ss_family == AF_INET) {
        const auto& inet = reinterpret_cast<const sockaddr_in&>(peer.bytes);
        bytes = {reinterpret_cast<const std::uint8_t*>(&inet.sin_addr), 4};
    } else if (peer.bytes.ss_family == AF_INET6) {
        const auto& inet = reinterpret_cast<const sockaddr_in6&>(peer.bytes);
        bytes = {reinterpret_cast<const std::uint8_t*>(&inet.sin6_addr), 16};
    }
    return net::Address::from_bytes(bytes);
}

} // namespace

Result<Fd> listen_tcp(const net::HostPort& at) {
    const auto address = at.address();
    if (!address) return fail(Code::invalid, at.host + " is not an address");
    PIC_LET(fd, bound(socket_address(*address, at.port), at.text()));
    if (listen(fd.get(), backlog) != 0)
        return fail(errno_error(errno, "cannot listen on " + at.text()));
    return fd;
}

Result<Fd> listen_unix(const std::string& path, const std::string& staging) {
    SocketAddress address;
    auto& local = as<sockaddr_un>(address);
    const std::string made = staging + path.substr(path.rfind('/')) + ".new";
    if (made.size() >= sizeof local.sun_path)
        return fail(Code::invalid, path + " is too long for a socket");
    local.sun_family = AF_UNIX;
    std::memcpy(local.sun_path, made.c_str(), made.size() + 1);
    unlink(made.c_str()); // of a start that was cut short
    PIC_LET(fd, bound(address, path));
    if (chmod(made.c_str(), for_user_and_group) != 0 || listen(fd.get(), backlog) != 0 ||
        rename(made.c_str(), path.c_str()) != 0)
        return fail(errno_error(errno, "cannot listen on " + path));
    return fd;
}

std::optional<Client> client_of(int connected, std::optional<uid_t> web_user) {
    SocketAddress peer;
    peer.size = sizeof peer.bytes;
    if (getpeername(connected, peer.get(), &peer.size) != 0) return std::nullopt;
    if (peer.bytes.ss_family != AF_UNIX) {
        const auto ip = ip_of(peer);
        return ip ? std::optional(Client{ip->text(), false}) : std::nullopt;
    }
    ucred credentials{};
    socklen_t size = sizeof credentials;
    const bool known = getsockopt(connected, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0;
    return Client{{}, known && web_user && credentials.uid == *web_user};
}

std::optional<uid_t> find_user(const std::string& name) {
    passwd entry{}, *found = nullptr;
    std::array<char, 4096> buffer;
    getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
    return found == nullptr ? std::nullopt : std::optional(found->pw_uid);
}

} // namespace pic::http
