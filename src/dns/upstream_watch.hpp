// Whether names of the internet are found: asked now and then through pic-dns itself, as a device
// would, for a name that nobody has and no cache knows. The doctor tells it while nobody answers: a
// network may block DNS over TLS, and pic-dns is well all the same. Control thread only; the asking
// is done by workers.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>

#include "control/control.hpp"

namespace pic::dns {

struct WatchPace { // until the next question
    std::chrono::milliseconds answered = std::chrono::minutes(5);
    std::chrono::milliseconds silent = std::chrono::seconds(15);
    std::chrono::milliseconds changed = std::chrono::seconds(3); // after something did
};

class UpstreamWatch {
  public:
    // On a worker; true when somebody on the internet has answered by this address of pic-dns.
    using Ask = std::function<bool(const net::Address&)>;
    static bool ask(const net::Address& pic_dns);

    explicit UpstreamWatch(control::Control& control, Ask ask = UpstreamWatch::ask,
                           WatchPace pace = {});

    void start(); // after Control::start
    void stop();

  private:
    void wait(std::chrono::milliseconds delay);
    void server_changed();
    void look();
    void heard(bool answered);

    control::Control& control_;
    Ask ask_;
    WatchPace pace_;
    boost::asio::steady_timer timer_;
    unsigned silences_ = 0;               // in a row
    bool asking_ = false, again_ = false; // others are to be asked than those it asks
    control::Dispatcher::Subscription subscription_;
};

} // namespace pic::dns
