// What the operations of the cell itself take and answer, with their field lists.
#pragma once

#include <boost/describe.hpp>

#include "codec/fields.hpp"
#include "control/observed_fields.hpp"

namespace pic::ports {
BOOST_DESCRIBE_STRUCT(LogLine, (), (time, text))
} // namespace pic::ports

namespace pic::cell {

// How the cell is, in one word.
enum class Condition {
    not_set_up,
    starting, // not all of it runs yet, or was looked at
    good,
    degraded, // part of it does not work; picctl doctor says what
    down,     // no device works
};
BOOST_DESCRIBE_ENUM(Condition, not_set_up, starting, good, degraded, down)

struct ServerStatus {
    std::string unit;
    control::Health health = control::Health::unknown;
    std::string message; // what is wrong
    std::string state;   // as systemd says: "active (running)"
    bool overridden = false;
    std::uint32_t restarts = 0;
    std::uint64_t memory = 0; // bytes
    std::optional<Time> since;
    std::vector<ports::LogLine> log; // its last lines when it does not work
};
BOOST_DESCRIBE_STRUCT(ServerStatus, (),
                      (unit, health, message, state, overridden, restarts, memory, since, log))

struct PendingStatus {
    std::string id, operation;
    Time deadline{};
};
BOOST_DESCRIBE_STRUCT(PendingStatus, (), (id, operation, deadline))

struct CellStatus {
    Condition condition = Condition::not_set_up;
    std::string summary; // one line
    std::string name, zone, version;
    std::string time_zone;
    std::optional<net::Prefix> ipv4, ipv6;
    std::uint16_t port = 0;
    std::string endpoint; // what phones are told; empty: not known
    control::Reach reach = control::Reach::unknown;
    std::string reach_text;                 // the same in words, with what to do
    std::uint32_t peers = 0, connected = 0; // connected: a handshake within three minutes
    bool clock_synchronised = false;
    std::uint64_t repairs = 0;
    std::string last_repair;
    std::vector<ServerStatus> servers;
    std::vector<PendingStatus> pending;       // changes that wait to be confirmed
    std::vector<std::string> failures;        // what the kernel refused
    std::uint32_t problems = 0, warnings = 0; // of picctl doctor
};
BOOST_DESCRIBE_STRUCT(CellStatus, (),
                      (condition, summary, name, zone, version, time_zone, ipv4, ipv6, port,
                       endpoint, reach, reach_text, peers, connected, clock_synchronised, repairs,
                       last_repair, servers, pending, failures, problems, warnings))

struct TimeZone {
    std::string time_zone;
};
BOOST_DESCRIBE_STRUCT(TimeZone, (), (time_zone))
PIC_ABOUT(TimeZone, {"time_zone", "like Europe/Berlin"})
PIC_NEEDS(TimeZone, "time_zone")

struct CellHealth { // what anybody may know
    Condition condition = Condition::not_set_up;
    bool set_up = false;
};
BOOST_DESCRIBE_STRUCT(CellHealth, (), (condition, set_up))

struct Findings {
    std::vector<control::Finding> findings;
};
BOOST_DESCRIBE_STRUCT(Findings, (), (findings))

struct Plan {
    std::vector<std::string> steps; // empty: everything is as it should be
};
BOOST_DESCRIBE_STRUCT(Plan, (), (steps))

struct SetupCode {
    std::string code;
    std::vector<std::string> addresses; // where to use it
    std::string fingerprint;            // of the certificate there, SHA-256
};
BOOST_DESCRIBE_STRUCT(SetupCode, (), (code, addresses, fingerprint))

struct WhichChange {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(WhichChange, (), (id))
PIC_ABOUT(WhichChange, {"id", "of the change that waits, as picctl status shows it"})
PIC_NEEDS(WhichChange, "id")

struct Units {
    std::vector<ServerStatus> units;
};
BOOST_DESCRIBE_STRUCT(Units, (), (units))

struct WhichUnit {
    std::string unit; // "pic-dns.service", or "dns"
};
BOOST_DESCRIBE_STRUCT(WhichUnit, (), (unit))
PIC_ABOUT(WhichUnit, {"unit", "the server: dns, forward, ntp, web, or its unit's name"})
PIC_NEEDS(WhichUnit, "unit")

struct AskUnitLog : WhichUnit {
    std::uint32_t lines = 50; // 500 at most
};
BOOST_DESCRIBE_STRUCT(AskUnitLog, (WhichUnit), (lines))
PIC_ABOUT(AskUnitLog, {"lines", "how many, 500 at most"})

struct UnitLog {
    std::string unit;
    std::vector<ports::LogLine> lines; // oldest first
};
BOOST_DESCRIBE_STRUCT(UnitLog, (), (unit, lines))

struct UpdateWireGuard { // what a person may change of model::WireGuard
    net::Prefix ipv4, ipv6;
    std::uint16_t port = net::wireguard_port;
    std::optional<std::uint32_t> mtu;
};
BOOST_DESCRIBE_STRUCT(UpdateWireGuard, (), (ipv4, ipv6, port, mtu))
PIC_ABOUT(UpdateWireGuard, {"ipv4", "addresses of the devices, 10.0.0.0/20 or the like"},
          {"ipv6", "the same for IPv6, a /64"}, {"port", "on which the cell listens (UDP)"},
          {"mtu", "the largest packet on the VPN; none: what the uplink leaves room for"})

} // namespace pic::cell
