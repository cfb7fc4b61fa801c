// When to look how the internet reaches the cell: after set-up, when the uplink or the settings
// changed, and now and then, because a provider tells nobody that it changed an address. What is
// found goes to control::Observed::endpoint. Control thread only; the asking is done by workers.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>

#include "base/backoff.hpp"
#include "control/control.hpp"
#include "endpoint/uplinks.hpp"

namespace pic::endpoint {

// Looks once, and publishes what is new. `then` is told whether all who were asked for the public
// address kept silent. Nothing is done before set-up, nor before the host was looked at.
void look(control::Control& control, std::function<void(bool silent)> then);

class Finder {
  public:
    explicit Finder(control::Control& control);

    void start(); // after Control::start
    void stop();

  private:
    void happened(const control::Event& event);
    void uplinks_seen(const Uplinks& now);
    void want(std::chrono::milliseconds delay);
    void wait(std::chrono::milliseconds delay);
    void looked(bool silent);

    control::Control& control_;
    boost::asio::steady_timer timer_;
    Backoff backoff_;
    std::optional<Uplinks> seen_;
    std::optional<std::chrono::milliseconds>
        wanted_; // a look that has to wait for the one under way
    control::Dispatcher::Subscription subscription_;
    bool looking_ = false, stopped_ = false;
};

} // namespace pic::endpoint
