// A netlink socket that asks the kernel and waits for the answer: one request or one dump at a
// time, with time-outs. Not for several threads.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/handle.hpp"
#include "base/result.hpp"
#include "kernel/message.hpp"

struct mnl_socket;

namespace pic::kernel {

void close_socket(mnl_socket* socket);

// What the kernel said: an errno and, where it gives one, its own words (NLMSGERR_ATTR_MSG).
struct Answer {
    int error = 0; // 0: done
    std::string words;
    explicit operator bool() const { return error == 0; }
    bool is(auto... errors) const { return ((error == errors) || ...); }
};

// The answer as a Status; `what` says what was tried, naming the object. Some errors get a remedy.
Status status(const Answer& answer, const std::string& what);
Error refusal(const Answer& answer, std::string what);
Status gone_is_fine(Status outcome); // of a removal

class Socket {
  public:
    // One part of a dump. What it points to is valid during the call only.
    struct Part {
        std::uint16_t type = 0;
        Bytes payload;
    };
    using Take = std::function<void(const Part&)>;

    // `protocol` as in netlink(7): NETLINK_ROUTE, ….
    static Result<Socket> open(int protocol);

    // Sends all messages at once and waits for the answer to the one that asks, else to the last;
    // gives the first refusal.
    // What else the kernel replies goes to `take`.
    Answer ask(Message& message, const Take& take = {});

    // Gives every part of the answer to `take`. When the kernel says that things changed while it
    // was reading (NLM_F_DUMP_INTR), `again` is called and the dump is repeated.
    Answer dump(Message& message, const std::function<void()>& again, const Take& take);

    std::uint32_t port() const { return port_; }

  private:
    explicit Socket(mnl_socket* socket);
    Answer send(const Message& message);
    Answer dump_once(const Message& message, std::uint32_t sequence, const Take& take,
                     bool& interrupted);
    // Waits for the next datagram from the kernel; its size, or a negative errno.
    int receive();

    Handle<mnl_socket, close_socket> socket_;
    std::unique_ptr<std::uint8_t[]> buffer_;
    std::uint32_t port_ = 0, sequence_ = 0;
    std::size_t send_limit_ = 0;
};

} // namespace pic::kernel
