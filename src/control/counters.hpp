// What the kernel says of peers: when each was last heard of, from where, how many bytes. WireGuard
// sends no notices and has no read of one peer, so all are read now and then: every second, in at
// most a tenth of the time, while a new device is waited for; else so seldom that it costs at most
// a hundredth of the time. Control thread only.
#pragma once

#include <boost/asio/steady_timer.hpp>

#include "control/control.hpp"

namespace pic::control {

class Counters {
  public:
    explicit Counters(Control& control) : control_(control), timer_(control.world().loop) {}

    void start() { wait(std::chrono::seconds(1)); }
    void stop() { timer_.cancel(); }

  private:
    struct Reading {
        ports::WgDevice device;
        std::shared_ptr<const PeerCountersByKey> counters;
        std::size_t connected = 0;
        Arrivals arrivals;
        bool changed = false; // since the reading before
    };

    void wait(std::chrono::milliseconds delay);
    void read();
    static Result<Reading> read_from(ports::Kernel& kernel, const PeerCountersByKey& before,
                                     Time now);
    void take(const Result<Reading>& reading, std::chrono::milliseconds took);
    bool somebody_waits() const;

    Control& control_;
    boost::asio::steady_timer timer_;
    std::string unread_; // why they could not be read last
};

} // namespace pic::control
