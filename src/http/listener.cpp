#include "http/listener.hpp"

#include <netinet/in.h>

#include "http/sockets.hpp"

namespace pic::http {

namespace {

constexpr std::chrono::seconds pause{2};

} // namespace

// Reported once it listens: by then port() tells where.
void Listener::start() {
    auto place = open_();
    if (place) {
        web_user_ = place->web_user;
        sockaddr_storage own{};
        socklen_t size = sizeof own;
        getsockname(place->fd.get(), reinterpret_cast<sockaddr*>(&own), &size);
        acceptor_.assign({own.ss_family, 0}, place->fd.release());
    }
    report_(place ? Status() : fail(place.error()));
    if (!place) return try_again(&Listener::start);
    accept();
}

void Listener::try_again(void (Listener::*what)()) {
    retry_.expires_after(pause);
    retry_.async_wait([this, what](auto failure) {
        if (!failure) (this->*what)();
    });
}

void Listener::accept() {
    acceptor_.async_accept([this](auto failure, Socket socket) {
        if (failure == boost::asio::error::operation_aborted) return;
        if (failure) return try_again(&Listener::accept); // out of descriptors, most likely
        accepted(std::move(socket));
        accept();
    });
}

void Listener::accepted(Socket socket) {
    auto client = client_of(socket.native_handle(), web_user_);
    if (client) connections_.add(std::make_shared<Wire>(std::move(socket), std::move(*client)));
}

void Listener::stop() {
    boost::system::error_code ignored; // there is nothing to do about it
    retry_.cancel();
    acceptor_.close(ignored);
    connections_.finish();
}

std::uint16_t Listener::port() const {
    boost::system::error_code failure;
    const auto own = acceptor_.local_endpoint(failure);
    if (failure || own.protocol().family() == AF_UNIX) return 0;
    return ntohs(
        reinterpret_cast<const sockaddr_in*>(own.data())->sin_port); // sin6_port is there, too
}

} // namespace pic::http
