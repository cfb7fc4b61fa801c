// Matches and targets of iptables, which nftables carries as they are (linux/netfilter/xt_*.h).
#pragma once

#include "hostfirewall/packet.hpp"
#include "hostfirewall/truth.hpp"
#include "ports/netfilter.hpp"

namespace pic::hostfirewall {

// Truth::maybe for a match that is not known here, or whose answer a packet does not carry.
Truth matches(const ports::netfilter::Extension& match, const Packet& packet);

// What a target does with a packet: go_on for those that only write something down.
ports::netfilter::Verdict::Kind verdict_of(const ports::netfilter::Extension& target);

// Whether a target writes a mark, after which the packet's is not known.
bool writes_mark(const ports::netfilter::Extension& target);

} // namespace pic::hostfirewall
