// One connected stream socket, TCP or Unix, with a time limit on whatever is done to it. HTTP
// thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string_view>

#include "http/limits.hpp"
#include "http/message.hpp"

namespace pic::http {

using Socket = boost::asio::generic::stream_protocol::socket;

class Wire : public std::enable_shared_from_this<Wire> {
  public:
    Wire(Socket socket, Client client) :
        socket_(std::move(socket)), timer_(socket_.get_executor()), client_(std::move(client)) {}

    Socket& socket() { return socket_; }
    const Client& client() const { return client_; }

    void limit(Limits::Duration duration); // closes when it has passed, unless it is set anew
    void close();                          // whatever waits for the socket fails
    bool is_open() const { return socket_.is_open(); }

    boost::asio::awaitable<bool> write(std::string_view bytes); // true: all of it

    // Says that no more comes and waits until the client has read that, so that the answer is not
    // lost with what the client was still sending.
    boost::asio::awaitable<void> linger();

  private:
    using Clock = boost::asio::steady_timer::clock_type;

    void watch();

    Socket socket_;
    boost::asio::steady_timer timer_;
    Clock::time_point end_; // of what is done now
    bool watched_ = false;
    Client client_;
};

} // namespace pic::http
