#include "client/udp.hpp"

#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>

#include "base/backoff.hpp"

namespace pic::client {

namespace {

constexpr Backoff::Delay first_delay{250}, longest_delay{4000};
constexpr std::size_t longest_datagram = 4096; // more than any answer we understand

// Takes what has arrived; true when `take` has its answer. Until `deadline`: who sends faster than
// this reads holds nobody up.
Result<bool> drain(const Fd& socket, const Server& server, Deadline deadline,
                   const std::function<bool(ByteView)>& take) {
    std::array<std::uint8_t, longest_datagram> buffer;
    while (std::chrono::steady_clock::now() < deadline) {
        const auto got = recv(socket.get(), buffer.data(), buffer.size(), 0);
        if (got < 0 && errno == EAGAIN) return false;
        if (got < 0 && errno != EINTR) {
            Error error = errno_error(errno, "cannot reach " + server.text());
            error.code = Code::unavailable;
            return fail(std::move(error));
        }
        if (got >= 0 && take({buffer.data(), static_cast<std::size_t>(got)})) return true;
    }
    return false;
}

} // namespace

Status ask_over_udp(const Server& server, ByteView question, Deadline deadline,
                    const std::function<bool(ByteView)>& take) {
    PIC_LET(socket, connect_to(server, Transport::udp, deadline));
    Backoff delays(first_delay, longest_delay);
    while (std::chrono::steady_clock::now() < deadline) {
        PIC_TRY(send_all(socket, question, deadline));
        const auto again = std::min(deadline, std::chrono::steady_clock::now() + delays.failed());
        while (std::chrono::steady_clock::now() < again) {
            PIC_LET(readable, wait_for(socket, POLLIN, again));
            if (!readable) break;
            PIC_LET(done, drain(socket, server, again, take));
            if (done) return {};
        }
    }
    return fail(no_answer(server));
}

} // namespace pic::client
