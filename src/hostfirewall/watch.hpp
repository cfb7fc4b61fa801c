// Keeps what is known of the host's firewalls up to date, and keeps open what was opened: a change
// of WireGuard's port is followed, and Docker's chains, which nobody else keeps, are filled again.
// Control thread only.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <map>

#include "control/control.hpp"
#include "hostfirewall/kind.hpp"

namespace pic::hostfirewall {

class Watch {
  public:
    explicit Watch(control::Control& control);

    void start(); // before Control::start
    void stop();

  private:
    void soon();
    void look_now();
    void keep_open();
    void open_again(FirewallKind kind, std::uint16_t port);

    struct Try {
        std::uint16_t port = 0;
        std::chrono::steady_clock::time_point when;
    };

    control::Control& control_;
    boost::asio::steady_timer timer_, retry_;
    control::Dispatcher::Subscription subscription_;
    std::chrono::steady_clock::time_point not_before_;
    std::map<FirewallKind, Try> tried_;
    std::set<FirewallKind> lost_; // blocked when last looked at, though opened
    bool due_ = false, looking_ = false, again_ = false, stopped_ = false;
    bool unread_ = false; // the last look failed, and it was said
};

} // namespace pic::hostfirewall
