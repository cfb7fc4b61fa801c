// What the host's own packet filters do to the cell, as it was last seen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pic::control {

// Those with an interface of their own are opened through it; what somebody wrote by hand with
// iptables or nft is only named.
enum class FirewallKind : std::uint8_t { ufw, firewalld, docker, iptables, nftables };

// What the cell needs of them.
enum class Need : std::uint8_t {
    wireguard,  // the port that devices connect to
    names,      // what this machine answers devices: DNS,
    time,       // NTP,
    web,        // and HTTPS
    forwarding, // from devices to the internet and the LAN, and back
    devices,    // from one device to another
};

struct Obstacle {
    FirewallKind kind = FirewallKind::nftables;
    Need need = Need::wireguard;
    bool certain = true; // false: it depends on a rule that cannot be read
    std::string what;    // "ufw drops what devices send to the internet over IPv6"
    std::string where;   // "policy of chain FORWARD in table ip6 filter"
    std::string remedy;
    bool operator==(const Obstacle&) const = default;
};

struct HostFirewall {
    FirewallKind kind = FirewallKind::nftables;
    bool active = false;      // the kernel runs rules of it
    std::uint16_t opened = 0; // WireGuard's port when it was opened for the cell; 0: it was not
    bool operator==(const HostFirewall&) const = default;
};

struct HostFirewalls {
    std::vector<HostFirewall> present;
    std::vector<Obstacle> obstacles;
    bool legacy = false; // rules of iptables-legacy, which cannot be looked into
    bool operator==(const HostFirewalls&) const = default;
};

} // namespace pic::control
