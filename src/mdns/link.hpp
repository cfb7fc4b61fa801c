// A responder with its socket and its clock. Control thread only.
#pragma once

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>

#include "mdns/responder.hpp"
#include "mdns/socket.hpp"

namespace pic::mdns {

class Link : public std::enable_shared_from_this<Link> {
  public:
    // `changed`: its standing or its trouble did.
    Link(udp::socket socket, net::Family family, Meaning meaning, std::function<void()> changed);

    void start();
    void change(Meaning meaning);
    void stop(); // takes the name back; nothing is called after this

    const Responder& responder() const { return responder_; }
    const std::string& trouble() const { return trouble_; } // why it cannot speak; empty: it can

  private:
    void hear();
    void heard(std::size_t size);
    void act();
    void send(const Outgoing& outgoing);

    udp::socket socket_;
    net::Family family_;
    boost::asio::steady_timer due_, rest_;
    Responder responder_;
    std::function<void()> changed_;
    Standing told_standing_ = Standing::probing; // what `changed` was last called for
    std::string trouble_, told_trouble_;
    std::array<std::uint8_t, 9000> packet_{}; // RFC 6762, 17
    udp::endpoint from_;
    Moment window_{}; // that packets are counted in
    int heard_ = 0;
};

} // namespace pic::mdns
