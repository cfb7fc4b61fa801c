// A place where clients connect. When it is not to be had, because somebody has the port, it is
// asked for again until it is. HTTP thread.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/io_context.hpp>

#include "base/fd.hpp"
#include "http/connections.hpp"

namespace pic::http {

class Listener {
  public:
    struct Place {
        Fd fd;
        std::optional<uid_t> web_user; // see client_of()
    };
    using Open = std::function<Result<Place>()>;
    using Report = std::function<void(const Status&)>; // of each attempt

    Listener(boost::asio::io_context& io, const Service& service, Open open, Report report) :
        acceptor_(io), retry_(io), connections_(service), open_(std::move(open)),
        report_(std::move(report)) {}

    void start();
    void stop(); // no more clients; those being answered get their answers
    bool empty() const { return connections_.empty(); }
    std::uint16_t port() const; // of a TCP socket that listens; else 0

  private:
    void accept();
    void accepted(Socket socket);
    void try_again(void (Listener::*what)());

    boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol> acceptor_;
    boost::asio::steady_timer retry_;
    Connections connections_;
    Open open_;
    Report report_;
    std::optional<uid_t> web_user_;
};

} // namespace pic::http
