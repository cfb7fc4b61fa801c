// Whether the packet filters of others let a packet through. Pure.
//
// A drop is final wherever it happens, an accept only in its own base chain: a packet passes when
// every base chain on its way lets it. What is known of it is what it was sent with, and the marks
// that rules give it: that a chain translates its addresses is not followed.
#pragma once

#include "hostfirewall/packet.hpp"
#include "ports/netfilter.hpp"

namespace pic::hostfirewall {

struct Drop {
    const ports::netfilter::Chain* base = nullptr;  // the base chain that the packet does not pass
    const ports::netfilter::Chain* chain = nullptr; // where it ends
    const ports::netfilter::Rule* rule = nullptr;   // by this rule; nullptr: by the chain's policy
    bool certain = true; // false: it depends on what is not known of the packet or the rule
};

// One for each base chain that drops it or may; pointers into `ruleset`.
std::vector<Drop> judge(const ports::netfilter::Ruleset& ruleset, const Packet& packet);

} // namespace pic::hostfirewall
