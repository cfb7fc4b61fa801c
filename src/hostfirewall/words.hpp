// What a person is told about an obstacle, and how to remove it. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "control/observed.hpp"
#include "hostfirewall/kind.hpp"
#include "net/address.hpp"

namespace pic::hostfirewall {

// What the same firewall does to the same need, over one family or both.
struct Blame {
    control::Need need = control::Need::wireguard;
    Drop drop; // the first
    std::set<net::Family> families;
};

control::Obstacle describe(FirewallKind kind, const Blame& blame, std::uint16_t port);

// What opening this firewall does, step by step.
std::vector<std::string> steps_of(FirewallKind kind, std::uint16_t port);

std::vector<control::Finding> findings(const control::HostFirewalls& firewalls, std::uint16_t port);

} // namespace pic::hostfirewall
