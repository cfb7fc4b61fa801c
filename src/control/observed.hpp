// What was seen of the world, as opposed to what is wanted: the newest of each, immutable once
// published.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "control/host_firewall.hpp"
#include "net/address.hpp"
#include "ports/journal.hpp"
#include "ports/kernel.hpp"
#include "ports/units.hpp"

namespace pic::control {

enum class Severity { note, warning, problem };

// Something a person should know: what, why it matters, how to mend it. `id` is stable, so that
// a finding that goes away can be told from one that stays.
struct Finding {
    std::string id;
    Severity severity = Severity::warning;
    std::string subject; // the peer, unit or device it is about, or empty
    std::string what, why, remedy;
    bool operator==(const Finding&) const = default;
};

// How the cell can be reached from the internet.
enum class Reach {
    unknown,     // not looked yet
    open,        // the uplink has a public address
    nat,         // behind a router that must forward the port
    nat_unknown, // behind NAT; whether forwarding can help is not known
    carrier_nat, // behind the provider's NAT: no forwarding can help
    offline,     // no uplink
};

// What others said about our way out over IPv4; nullopt: nothing.
struct Heard {
    std::optional<net::Address> stun;   // the address that a STUN server sees
    std::string stun_server;            // which
    std::optional<net::Address> router; // the router's external address, by its own word
    std::optional<net::Address> hop;    // who forwards our packets behind the router
    bool operator==(const Heard&) const = default;
};

struct Found { // of the endpoint: the verdict, and what it follows from
    Reach reach = Reach::unknown;
    std::string how; // for a person
    std::optional<net::Address> public4, public6;
    std::string device;                  // the uplink of IPv4
    std::optional<net::Address> local;   // ours on it: what a router must forward to
    std::optional<net::Address> gateway; // the router's own
    Heard heard;
    Time at{}; // when it was last found to be otherwise
    bool operator==(const Found&) const = default;
};

enum class Health { unknown, good, starting, bad, stopped };

struct ServerState { // a unit of ours, and what it said when asked
    ports::UnitState unit;
    Health health = Health::unknown;
    std::string message;                  // what is wrong, for a person; empty when good
    std::vector<ports::LogLine> log;      // its last lines when it does not work, oldest first
    std::vector<ports::PortHolder> taken; // who has ports that it should listen on
    Time checked{};
    bool operator==(const ServerState&) const = default;
};

struct Arrivals {                 // while a new device is waited for
    bool knocked = false;         // somebody sends to the VPN's port and is not answered
    std::set<net::Address> named; // of the devices that had a name answered, in the VPN
    bool operator==(const Arrivals&) const = default;
};

using PeerCountersByKey = std::map<net::WgKey, ports::PeerCounters>;

struct Observed {
    ports::Host host;
    // Shared: ten thousand peers are not copied when a server's health changes. Never null.
    std::shared_ptr<const PeerCountersByKey> counters = std::make_shared<PeerCountersByKey>();
    std::size_t connected = 0; // peers heard of shortly before `counters` were read
    Arrivals arrivals;
    std::map<std::string, ServerState> servers; // by unit name
    Found endpoint;
    HostFirewalls firewalls;
    std::vector<Finding> findings;
    std::uint64_t repairs = 0;                 // times that others' changes were undone
    std::string last_repair;                   // what, for a person
    bool settled = false;                      // wanted and present agree
    std::vector<std::string> failures;         // steps that the kernel refused, and why
    bool plane_down = false;                   // the VPN's device or its rules among them
    std::vector<std::string> web_addresses;    // where the UI answers, as URLs
    std::string web_fingerprint;               // of the certificate there, SHA-256
    std::vector<net::Address> plain_resolvers; // asked in clear text while the clock is wrong
};
using ObservedPtr = std::shared_ptr<const Observed>;

} // namespace pic::control
