// What happens to sessions and sign-ins by themselves: sessions end when they are too old, and the
// count of failed sign-ins goes into the audit when its minute is over. Control thread only.
#pragma once

#include <boost/asio/steady_timer.hpp>

#include "access/failed_sign_ins.hpp"
#include "control/control.hpp"

namespace pic::access {

class Keeper {
  public:
    explicit Keeper(control::Control& control) : control_(control), timer_(control.world().loop) {}

    void start();
    void stop(); // writes down what was counted

  private:
    void tick();
    void keep_sessions();
    void write(const std::vector<FailedSignIns::Count>& counts);

    control::Control& control_;
    boost::asio::steady_timer timer_;
    std::chrono::steady_clock::time_point not_before_{}; // after a full disk
};

} // namespace pic::access
