// The streams of events (Server-sent events, HTML Living Standard) that are open, of which there is
// a bound, in all and of one user.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <mutex>
#include <set>

#include "control/event_queue.hpp"
#include "http/stream.hpp"

namespace pic::http {

class Streams {
  public:
    Streams(boost::asio::io_context& io, const Api& api, const Limits& limits) :
        io_(io), api_(api), limits_(limits), inbox_(limits.waiting_events) {}

    // Any thread; hands over and returns.
    void tell(const control::Event& event);

    // HTTP thread. Code::too_many when there are too many; then the wire is still the caller's.
    Status open(const std::shared_ptr<Wire>& wire, const Visit& visit);
    void close();
    bool empty() const { return all_.empty(); }

  private:
    void hand_out();

    boost::asio::io_context& io_;
    const Api& api_;
    const Limits& limits_;
    std::set<std::shared_ptr<Stream>> all_;

    std::mutex mutex_; // guards inbox_ and overrun_
    control::EventQueue inbox_;
    bool overrun_ = false;
};

} // namespace pic::http
