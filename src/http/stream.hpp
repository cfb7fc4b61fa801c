// One client's stream of events: `data: {"noun":…,"id":…,"generation":…}`. It ends with its
// session, and when the client does not keep up; a browser comes back by itself and reads anew what
// it shows. HTTP thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>

#include "control/event_queue.hpp"
#include "http/api.hpp"
#include "http/concern.hpp"
#include "http/wire.hpp"

namespace pic::http {

class Stream : public std::enable_shared_from_this<Stream> {
  public:
    Stream(std::shared_ptr<Wire> wire, const Visit& visit, const Api& api, const Limits& limits);

    void start(std::function<void()> ended);
    void tell(const control::Event& event, const control::Snapshot& snapshot);
    void close();
    const std::string& user() const { return caller_.user; }

  private:
    boost::asio::awaitable<void> run();
    boost::asio::awaitable<bool> send(std::string text);
    void watch_for_the_end();
    bool still_allowed(const control::Snapshot& snapshot) const;

    std::shared_ptr<Wire> wire_;
    const Api& api_;
    const Limits& limits_;
    control::Caller caller_;
    std::string cookie_;
    Concern concern_;
    control::EventQueue waiting_;
    boost::asio::steady_timer wake_; // for the next event, or the next ping
};

} // namespace pic::http
