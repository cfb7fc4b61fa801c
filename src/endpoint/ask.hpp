// What others say of our way out over IPv4. Blocking, for seconds; for a worker.
#pragma once

#include <string>
#include <vector>

#include "control/observed.hpp"
#include "endpoint/uplinks.hpp"
#include "net/host_port.hpp"

namespace pic::endpoint {

struct Question {
    Uplink4 uplink;
    std::vector<net::HostPort> stun_servers; // none: STUN is not asked
    std::optional<net::Address> known;       // what a STUN server saw the last time
    std::vector<net::Address> not_resolvers; // addresses at which the cell's own server answers
    std::string resolv_conf = "/etc/resolv.conf";
};

// A STUN server that sees what is known already is believed alone. A change has to be seen by two,
// where two answer, because some providers show a different address to each; and it is none where
// the router says that all is as before. The debug log names servers that did not answer.
control::Heard ask(const Question& question);

} // namespace pic::endpoint
