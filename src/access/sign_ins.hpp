// What the cell remembers of tries to sign in, to slow down who guesses: per source address and per
// account. An account's back-off is short, and does not hold up familiar sources: nobody can lock a
// user out of them by guessing at his name from elsewhere. Control thread only;
// control.part<SignIns>().
#pragma once

#include <map>

#include "access/failed_sign_ins.hpp"
#include "access/throttle.hpp"
#include "control/change.hpp"

namespace pic::access {

struct Try {
    std::string source;  // see source_of()
    std::string account; // the name that was given, known or not
    // This machine, a device of the VPN, whose address WireGuard pins, or where its user has a
    // session from.
    bool familiar = false;
};

// One device or one customer: an IPv4 address, a local IPv6 address (fc00::/7, fe80::/10), of any
// other its /64; or "this machine", whichever of the 16 million addresses of its loopback device
// somebody there has taken. WireGuard pins a device's address; who is in the LAN may take many, and
// is slowed per account all the same.
std::string source_of(const std::string& address);

Try try_of(const control::Caller& caller, const std::string& name, const std::string& user,
           const control::Context& context);

class SignIns {
  public:
    using Instant = Throttle::Instant;

    // Zero: go on, and say how it ended; else how long to wait.
    std::chrono::seconds begin(const Try& one, Instant now);
    void end(const Try& one, bool right);

    FailedSignIns failed;

  private:
    static std::string place_of(const Try& one);

    // From one address after five wrong ones: 1 s, 2 s, 4 s, … five minutes.
    Throttle sources_{{.free = 5,
                       .first = std::chrono::seconds(1),
                       .cap = std::chrono::minutes(5),
                       .memory = std::chrono::hours(1),
                       .most = 4096}};
    // At one account, from whichever unfamiliar address.
    Throttle accounts_{{.free = 10,
                        .first = std::chrono::seconds(1),
                        .cap = std::chrono::seconds(30),
                        .memory = std::chrono::hours(1),
                        .most = 1024}};
    // Each success is an entry of the audit and a write to the disk, so they are bounded, too.
    Throttle successes_{{.free = 30,
                         .first = std::chrono::seconds(1),
                         .cap = std::chrono::seconds(30),
                         .memory = std::chrono::hours(1),
                         .most = 1024}};
    std::map<std::string, Instant> under_way_; // by place, since when
};

Error too_soon(std::chrono::seconds wait);

} // namespace pic::access
