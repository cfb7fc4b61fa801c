#include "http/wire.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace pic::http {

namespace asio = boost::asio;

namespace {

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr Limits::Duration farewell{2'000};

} // namespace

// Of the limits of a request, one after the other, mostly the next is later: then the timer stays,
// and looks again when it is over.
void Wire::limit(Limits::Duration duration) {
    end_ = Clock::now() + duration;
    if (!watched_ || end_ < timer_.expiry()) watch();
}

void Wire::watch() {
    watched_ = true;
    timer_.expires_at(end_);
    timer_.async_wait([weak = weak_from_this()](auto failure) {
        const auto self = weak.lock();
        if (failure || !self) return;
        if (self->end_ > Clock::now()) return self->watch();
        self->close();
    });
}

void Wire::close() {
    boost::system::error_code ignored; // there is nothing to do about it
    timer_.cancel();
    socket_.close(ignored);
}

asio::awaitable<bool> Wire::write(std::string_view bytes) {
    const auto [failure, size] = co_await asio::async_write(socket_, asio::buffer(bytes), quietly);
    co_return !failure && size == bytes.size();
}

asio::awaitable<void> Wire::linger() {
    boost::system::error_code failure;
    socket_.shutdown(Socket::shutdown_send, failure);
    limit(farewell);
    std::array<char, 4096> rest;
    while (!failure) {
        const auto [ended, size] = co_await socket_.async_read_some(asio::buffer(rest), quietly);
        failure = ended;
    }
    close();
}

} // namespace pic::http
