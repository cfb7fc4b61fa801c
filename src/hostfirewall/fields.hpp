// What the operations of the host's firewalls take and answer, with their field lists.
#pragma once

#include <boost/describe.hpp>

#include "codec/fields.hpp"
#include "control/host_firewall.hpp"

namespace pic::control {
BOOST_DESCRIBE_ENUM(FirewallKind, ufw, firewalld, docker, iptables, nftables)
BOOST_DESCRIBE_ENUM(Need, wireguard, names, time, web, forwarding, devices)
} // namespace pic::control

namespace pic::hostfirewall {

struct FirewallView {
    control::FirewallKind kind = control::FirewallKind::nftables;
    bool active = false;               // the kernel runs rules of it
    std::vector<control::Need> blocks; // what of the cell it drops
    std::vector<std::string> opened;   // what was opened in it for the cell
};
BOOST_DESCRIBE_STRUCT(FirewallView, (), (kind, active, blocks, opened))

struct FirewallList {
    std::vector<FirewallView> firewalls;
};
BOOST_DESCRIBE_STRUCT(FirewallList, (), (firewalls))

struct ChangeFirewall {
    control::FirewallKind kind = control::FirewallKind::ufw;
    bool confirm = false; // without it, the answer says what would be done
};
BOOST_DESCRIBE_STRUCT(ChangeFirewall, (), (kind, confirm))
PIC_ABOUT(ChangeFirewall, {"kind", "which firewall"},
          {"confirm", "do it; without this the answer says what would be done"})
PIC_NEEDS(ChangeFirewall, "kind")

struct FirewallSteps { // of a dry run
    std::vector<std::string> steps;
};
BOOST_DESCRIBE_STRUCT(FirewallSteps, (), (steps))

} // namespace pic::hostfirewall
