#include "mdns/link.hpp"

#include <boost/asio/buffer.hpp>
#include <random>

namespace pic::mdns {

namespace {

using namespace std::chrono_literals;

// Whoever floods the LAN costs the control thread no more than this; the kernel drops the rest.
constexpr auto window = 100ms;
constexpr int most_heard = 100;

Moment now() {
    return std::chrono::steady_clock::now();
}

std::chrono::milliseconds first_wait() {
    std::random_device random;
    return std::chrono::milliseconds(std::uniform_int_distribution(0, 250)(random));
}

net::Address address_of(const udp::endpoint& endpoint) {
    const auto& address = endpoint.address();
    return address.is_v4() ? *net::Address::from_bytes(address.to_v4().to_bytes())
                           : *net::Address::from_bytes(address.to_v6().to_bytes());
}

} // namespace

Link::Link(udp::socket socket, net::Family family, Meaning meaning, std::function<void()> changed) :
    socket_(std::move(socket)), family_(family), due_(socket_.get_executor()),
    rest_(socket_.get_executor()), responder_(std::move(meaning), now(), first_wait()),
    changed_(std::move(changed)) {}

void Link::start() {
    hear();
    act();
}

void Link::change(Meaning meaning) {
    responder_.change(std::move(meaning), now());
    act();
}

void Link::stop() {
    changed_ = nullptr;
    responder_.withdraw();
    for (const auto& outgoing : responder_.take())
        send(outgoing);
    due_.cancel();
    rest_.cancel();
    boost::system::error_code ignored;
    socket_.close(ignored);
}

void Link::hear() {
    socket_.async_receive_from(boost::asio::buffer(packet_), from_,
                               [self = shared_from_this()](auto failure, std::size_t size) {
                                   if (!self->socket_.is_open()) return;
                                   self->heard(failure ? 0 : size);
                               });
}

void Link::heard(std::size_t size) {
    const auto moment = now();
    if (moment - window_ >= window) {
        window_ = moment;
        heard_ = 0;
    }
    if (size > 0) {
        responder_.receive({packet_.data(), size}, {address_of(from_), from_.port()}, moment);
        act();
    }
    if (++heard_ < most_heard) return hear();
    rest_.expires_at(window_ + window);
    rest_.async_wait([self = shared_from_this()](auto failure) {
        if (!failure) self->hear();
    });
}

void Link::act() {
    responder_.advance(now());
    for (const auto& outgoing : responder_.take())
        send(outgoing);
    if (const auto due = responder_.due()) {
        due_.expires_at(*due);
        due_.async_wait([self = shared_from_this()](auto failure) {
            if (!failure) self->act();
        });
    }
    if (told_standing_ == responder_.standing() && told_trouble_ == trouble_) return;
    told_standing_ = responder_.standing();
    told_trouble_ = trouble_;
    if (changed_) changed_();
}

void Link::send(const Outgoing& outgoing) {
    auto to = group(family_);
    if (outgoing.to) {
        const auto bytes = outgoing.to->address.text();
        to = {boost::asio::ip::make_address(bytes), outgoing.to->port};
    }
    boost::system::error_code failure;
    socket_.send_to(boost::asio::buffer(outgoing.data), to, 0, failure);
    if (failure == boost::asio::error::would_block) return; // lost, as any packet may be
    if (!outgoing.to || failure) trouble_ = failure ? failure.message() : std::string();
}

} // namespace pic::mdns
