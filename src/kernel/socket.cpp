#include "kernel/socket.hpp"

#include <libmnl/libmnl.h>
#include <sodium.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>

namespace pic::kernel {

namespace {

// WireGuard fills dump messages up to the largest read it has seen, at most 32 KiB.
constexpr std::size_t buffer_size = 65536;
constexpr int receive_room = 4 << 20;
constexpr timeval patience{5, 0}; // the kernel answers in micro- to milliseconds
constexpr int dump_attempts = 8;

// The kernel's words behind the error number (NETLINK_EXT_ACK).
Answer answer_of(int error, Bytes after) {
    Answer answer{error < 0 ? -error : error, {}};
    for (const auto& attribute : attributes(after))
        if (attribute.type == NLMSGERR_ATTR_MSG) answer.words = attribute.text();
    return answer;
}

Answer decode_error(Bytes payload) {
    nlmsgerr header{};
    Bytes rest;
    if (!split(payload, header, rest)) return {EBADMSG, {}};
    return answer_of(header.error, rest);
}

Answer decode_done(Bytes payload) {
    int error = 0;
    Bytes rest;
    return split(payload, error, rest) ? answer_of(error, rest) : Answer{};
}

Bytes payload_of(const nlmsghdr* header) {
    return {static_cast<const std::uint8_t*>(mnl_nlmsg_get_payload(header)),
            mnl_nlmsg_get_payload_len(header)};
}

void set_option(int fd, int level, int name, auto value) {
    setsockopt(fd, level, name, &value, sizeof value); // what an old kernel lacks is done without
}

} // namespace

void close_socket(mnl_socket* socket) {
    mnl_socket_close(socket);
}

Socket::Socket(mnl_socket* socket) :
    socket_(socket), buffer_(std::make_unique<std::uint8_t[]>(buffer_size)),
    port_(mnl_socket_get_portid(socket)) {}

Result<Socket> Socket::open(int protocol) {
    auto* opened = mnl_socket_open2(protocol, SOCK_CLOEXEC);
    if (opened == nullptr) return fail(errno_error(errno, "Cannot open a netlink socket"));
    Handle<mnl_socket, close_socket> socket(opened);
    if (mnl_socket_bind(opened, 0, MNL_SOCKET_AUTOPID) < 0)
        return fail(errno_error(errno, "Cannot bind a netlink socket"));
    const int fd = mnl_socket_get_fd(opened);
    set_option(fd, SOL_SOCKET, SO_RCVBUFFORCE, receive_room);
    set_option(fd, SOL_SOCKET, SO_RCVTIMEO, patience);
    set_option(fd, SOL_SOCKET, SO_SNDTIMEO, patience);
    set_option(fd, SOL_NETLINK, NETLINK_EXT_ACK, 1);
    set_option(fd, SOL_NETLINK, NETLINK_CAP_ACK, 1); // refusals do not carry the request, or keys
    return Socket(socket.release());
}

Answer Socket::send(const Message& message) {
    const int fd = mnl_socket_get_fd(socket_.get());
    if (message.size() > send_limit_) {
        // A datagram must fit the send buffer whole; the kernel doubles what is asked for.
        set_option(fd, SOL_SOCKET, SO_SNDBUFFORCE, static_cast<int>(message.size() + 65536));
        send_limit_ = message.size();
    }
    if (mnl_socket_sendto(socket_.get(), message.bytes().data(), message.size()) < 0)
        return {errno, {}};
    return {};
}

int Socket::receive() {
    for (;;) {
        sockaddr_nl from{};
        socklen_t from_size = sizeof from;
        const auto size = recvfrom(mnl_socket_get_fd(socket_.get()), buffer_.get(), buffer_size,
                                   MSG_TRUNC, reinterpret_cast<sockaddr*>(&from), &from_size);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return errno == EAGAIN ? -ETIMEDOUT : -errno;
        if (from.nl_pid != 0) continue; // not from the kernel
        return size > static_cast<ssize_t>(buffer_size) ? -EMSGSIZE : static_cast<int>(size);
    }
}

Answer Socket::ask(Message& message, const Take& take) {
    if (message.asking() == 0) message.ask_for_answer();
    const auto first = sequence_ + 1, last = sequence_ + message.asking();
    message.number(first);
    sequence_ += message.messages();
    if (auto sent = send(message); !sent) return sent;
    Answer worst;
    for (;;) {
        int left = receive();
        if (left < 0) return {-left, {}};
        const auto* header = reinterpret_cast<const nlmsghdr*>(buffer_.get());
        for (; mnl_nlmsg_ok(header, left); header = mnl_nlmsg_next(header, &left)) {
            if (header->nlmsg_seq - first >= message.messages()) continue;
            if (header->nlmsg_type != NLMSG_ERROR) {
                if (take) take({header->nlmsg_type, payload_of(header)});
                continue;
            }
            auto answer = decode_error(payload_of(header));
            if (worst && !answer) worst = std::move(answer);
            // The first of many answers only when the kernel gave up on all (a batch's frame).
            if (header->nlmsg_seq == last || (header->nlmsg_seq == first && !worst)) return worst;
        }
    }
}

Answer Socket::dump(Message& message, const std::function<void()>& again, const Take& take) {
    for (int attempt = 0; attempt < dump_attempts; ++attempt) {
        if (attempt > 0) again();
        message.number(++sequence_);
        bool interrupted = false;
        auto answer = dump_once(message, sequence_, take, interrupted);
        // Answers that did not fit, or another dump that is still under way: read it again.
        if (answer.is(ENOBUFS, EBUSY))
            interrupted = true;
        else if (!answer)
            return answer;
        if (!interrupted) return {};
    }
    return {EAGAIN, "it kept changing while it was being read"};
}

Answer Socket::dump_once(const Message& message, std::uint32_t sequence, const Take& take,
                         bool& interrupted) {
    if (auto sent = send(message); !sent) return sent;
    for (;;) {
        int left = receive();
        if (left < 0) return {-left, {}};
        const auto whole = static_cast<std::size_t>(left);
        Answer answer;
        bool done = false;
        const auto* header = reinterpret_cast<const nlmsghdr*>(buffer_.get());
        for (; !done && mnl_nlmsg_ok(header, left); header = mnl_nlmsg_next(header, &left)) {
            if (header->nlmsg_seq != sequence) continue;
            if ((header->nlmsg_flags & NLM_F_DUMP_INTR) != 0) interrupted = true;
            const auto payload = payload_of(header);
            done = header->nlmsg_type == NLMSG_DONE || header->nlmsg_type == NLMSG_ERROR;
            if (header->nlmsg_type == NLMSG_DONE)
                answer = decode_done(payload);
            else if (header->nlmsg_type == NLMSG_ERROR)
                answer = decode_error(payload);
            else if (header->nlmsg_type >= NLMSG_MIN_TYPE)
                take({header->nlmsg_type, payload});
        }
        sodium_memzero(buffer_.get(), whole); // a dump of WireGuard carries keys
        if (done) return answer;
    }
}

} // namespace pic::kernel
