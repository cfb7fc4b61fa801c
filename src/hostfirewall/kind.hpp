// Whose rules these are: each firewall is known by the tables and chains that it makes. Pure.
#pragma once

#include <set>
#include <string_view>

#include "control/host_firewall.hpp"
#include "hostfirewall/judge.hpp"

namespace pic::hostfirewall {

using control::FirewallKind;

std::string_view name_of(FirewallKind kind);

// With an interface through which pic-firewall opens it.
constexpr bool manageable(FirewallKind kind) {
    return kind == FirewallKind::ufw || kind == FirewallKind::firewalld ||
           kind == FirewallKind::docker;
}

// The manageable ones of which there are rules.
std::set<FirewallKind> recognised(const ports::netfilter::Ruleset& ruleset);

// Who drops the packet, and whom to ask to let it through.
FirewallKind kind_of(const ports::netfilter::Ruleset& ruleset, const Drop& drop);

} // namespace pic::hostfirewall
