// One rule and one packet. Pure.
#pragma once

#include "hostfirewall/packet.hpp"
#include "hostfirewall/truth.hpp"
#include "ports/netfilter.hpp"

namespace pic::hostfirewall {

struct Applied {
    Truth applies = Truth::yes;
    std::vector<ports::netfilter::Verdict> verdicts; // what it may decide; empty: nothing
};

// `chain` is where the rule stands: its sets are those of the chain's table. A rule that writes a
// mark writes it into the packet.
Applied apply(const ports::netfilter::Rule& rule, const ports::netfilter::Chain& chain,
              const ports::netfilter::Ruleset& ruleset, Packet& packet);

} // namespace pic::hostfirewall
