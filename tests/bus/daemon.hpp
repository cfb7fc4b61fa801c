// A message bus of the test's own: dbus-daemon in a folder of its own, ended by pid. Whoever can
// run the test may be on it, under any user, and do anything there.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <string>
#include <sys/types.h>

namespace pic::bus {

class Daemon {
  public:
    Daemon();
    ~Daemon();
    void start(); // also again, at the same address
    void stop();
    const std::string& address() const { return address_; }

  private:
    std::string folder_, address_;
    pid_t pid_ = -1;
};

// Runs `io` until `holds`, for ten seconds at most; whether it did.
bool run_until(boost::asio::io_context& io, const std::function<bool()>& holds);

} // namespace pic::bus
