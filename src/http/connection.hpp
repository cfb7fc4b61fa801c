// One client's connection: request after request, each with its answer. HTTP thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>

#include "http/api.hpp"
#include "http/wire.hpp"

namespace pic::http {

class Reader;
class Streams;

struct Service { // what all connections share; outlives them
    const Api& api;
    Streams& streams;
    const Limits& limits;
    std::function<void()> ended; // called after each connection's end
};

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    using Clock = boost::asio::steady_timer::clock_type;

    Connection(std::shared_ptr<Wire> wire, const Service& service) :
        wire_(std::move(wire)), service_(service) {}

    void start(std::function<void()> ended);
    void finish(); // after the answer that is under way; at once when there is none
    void close() { wire_->close(); }

    bool busy() const { return busy_; } // with an answer
    Clock::time_point waiting_since() const { return waiting_since_; }

  private:
    boost::asio::awaitable<void> run();
    boost::asio::awaitable<bool> serve(Reader& reader);
    boost::asio::awaitable<bool> answered(Reader& reader, const Request& request, Answer answer);
    boost::asio::awaitable<Answer> ask(const Visit& visit, const Request& request);
    boost::asio::awaitable<Result<control::Reply>> submit(const Visit& visit, control::Call call);

    std::shared_ptr<Wire> wire_; // which a stream of events takes over
    const Service& service_;
    bool busy_ = false, last_ = false;
    Clock::time_point waiting_since_ = Clock::now();
};

} // namespace pic::http
