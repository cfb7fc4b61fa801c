// The seam to the Linux kernel: what the cell keeps there, as plain values, and the few things that
// can be asked of it. kernel/ implements it on netlink; tests/fakes/ in memory; one test body holds
// both to the same behaviour.
//
// An Object is something picd owns under a key: at most one object per key is present. Objects are
// wanted (from the model) or present (from a dump); plan/ diffs the two into steps.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/secret.hpp"
#include "net/address.hpp"
#include "net/ledger.hpp"
#include "net/wg_key.hpp"
#include "ports/netfilter.hpp"
#include "ports/port_holder.hpp"

namespace pic::ports {

// A WireGuard device with its own key (linux/wireguard.h). Created down; a step that adds or
// changes it leaves it up.
struct WgDevice {
    std::string name;
    Secret private_key;
    std::uint16_t port = 0;
    std::uint32_t fwmark = 0;
    std::uint32_t mtu = 0;
    bool operator==(const WgDevice&) const = default;
};

struct DeviceAddress {
    std::string device;
    net::Address address;
    int length = 0; // of the on-link prefix; its route is not added to main (IFA_F_NOPREFIXROUTE)
    bool operator==(const DeviceAddress&) const = default;
};

// Per-device settings of IPv4 (IFLA_INET_CONF), of pic0 and of every device that the host's routes
// lead to. Removing them puts back what was there before the cell changed them, as remembered.
struct DeviceSettings {
    std::string device;
    bool forwarding = false;
    bool src_valid_mark = false;
    bool operator==(const DeviceSettings&) const = default;
};

struct WgPeer {
    std::string device;
    net::WgKey public_key;
    Secret preshared_key;             // 32 bytes, or empty for none
    std::vector<net::Prefix> allowed; // sorted
    std::uint16_t keepalive = 0;      // seconds; 0 is off
    bool operator==(const WgPeer&) const = default;
};

struct Route {
    std::uint32_t table = 0;
    net::Prefix destination;
    std::uint32_t metric = 0;
    std::string device;                  // empty: unreachable
    std::optional<net::Address> gateway; // nullopt: on link
    std::optional<net::Address> source;  // preferred source address
    bool operator==(const Route&) const = default;
};

// A routing policy rule, protocol kernel so that networkd leaves it alone.
struct Rule {
    net::Family family = net::Family::v4;
    std::uint32_t priority = 0;
    std::string input_device;           // "lo": packets made on this machine
    std::uint32_t mark = 0, mask = 0;   // mask 0: any mark
    std::optional<std::uint32_t> table; // nullopt: unreachable
    bool operator==(const Rule&) const = default;
};

// The rules of table inet pic as text for nft(8), idempotent, applied in one transaction that
// leaves the elements of the sets below alone.
struct Ruleset {
    std::string text;
    bool operator==(const Ruleset&) const = default;
};

// The sets and maps whose elements come and go with peers. Each is declared in the ruleset as
// NAME4 and NAME6; the map `peer` gives a mark.
enum class Set : std::uint8_t { peer, internet, lan, peers, services };
inline constexpr Set all_sets[] = {Set::peer, Set::internet, Set::lan, Set::peers, Set::services};
std::string set_name(Set set, net::Family family); // "internet4"

struct SetElement {
    Set set = Set::peer;
    net::Address address;
    std::uint32_t mark = 0; // for Set::peer
    bool operator==(const SetElement&) const = default;
};

using Object =
    std::variant<WgDevice, DeviceSettings, DeviceAddress, Rule, Route, Ruleset, SetElement, WgPeer>;

// The key under which an object is present at most once, e.g. "wgpeer pic0 <base64>". Readable:
// it is what `picctl plan` prints.
std::string key(const Object& object);

enum class Verb : std::uint8_t { add, change, remove };

struct KernelStep {
    Verb verb = Verb::add;
    Object object;                 // as it shall be; for remove, as it is
    std::optional<Object> present; // for change: as it is
};

// What picd needs to know of the host but does not own.
struct HostLink {
    int index = 0;
    std::string name;
    std::string kind; // "wireguard", "bridge", … or empty for hardware
    std::uint32_t mtu = 0;
    bool up = false;
    int master = 0;        // index of the bridge or bond it is part of
    bool forwards = false; // what comes in by it over IPv4 goes on, and not for the cell's sake
    bool lent = false;     // the same, for the cell's sake alone; never of the cell's own
    bool operator==(const HostLink&) const = default;
};
struct HostAddress {
    std::string device;
    net::Address address;
    int length = 0;
    bool lasting = true; // of IPv6: no temporary one (RFC 8981), and in use, now and for longer
    bool operator==(const HostAddress&) const = default;
};
struct Host {
    std::vector<HostLink> links;        // all devices, own ones too
    std::vector<HostAddress> addresses; // of devices that are not the cell's
    // Of table main, not by the cell's device. One without a device leads nowhere: unreachable,
    // prohibited or a black hole.
    std::vector<Route> routes;
    std::vector<Route> others; // of the tables that are neither main, nor local, nor the cell's
    // Whether the cell's device may have IPv6 addresses. If not, routes and rules of IPv6 mean
    // nothing, and may be refused.
    bool ipv6 = true;
    bool operator==(const Host&) const = default;
};

struct Snapshot {
    Host host;
    std::vector<Object> objects; // everything present that bears the cell's label
};

struct PeerCounters {
    net::WgKey public_key;
    std::string endpoint;                 // as the kernel last saw it, "address:port"; empty: never
    std::int64_t last_handshake = 0;      // seconds since the epoch; 0: never
    std::uint64_t received = 0, sent = 0; // bytes
    std::vector<net::Prefix> allowed;     // sorted: what WireGuard tells nobody when it changes
    bool operator==(const PeerCounters&) const = default;
};

// Who sends to a port of this machine over UDP, as connection tracking has it: for half a minute
// after the last packet that nobody answered, for longer where somebody did.
struct UdpConnection {
    net::Address from;
    bool answered = false;
    bool operator==(const UdpConnection&) const = default;
};

// A WireGuard device as it runs.
struct WgStatus {
    WgDevice device; // without its MTU, which its link has
    std::vector<PeerCounters> peers;
};

enum class KernelEvent : std::uint8_t { links, addresses, routes, rules, ruleset };

class Kernel {
  public:
    virtual ~Kernel() = default;

    // Everything of ours that is present, and the host around it. `ledger` says which tables and
    // priorities are ours. Milliseconds per thousand peers.
    virtual Result<Snapshot> dump(const net::Ledger& ledger) = 0;

    // Applies the steps in the order given, consecutive ones of one kind in one batch; a batch of
    // elements is one transaction. One status per step; a failed step does not stop the others.
    virtual std::vector<Status> apply(std::span<const KernelStep> steps) = 0;

    virtual Result<WgStatus> wireguard(const std::string& device) = 0;

    // Every socket that listens on the port, whoever's it is. Milliseconds.
    virtual Result<std::vector<PortHolder>> holders(const Port& port) = 0;
    // Milliseconds per thousand connections of all kinds.
    virtual Result<std::vector<UdpConnection>> udp_connections(std::uint16_t port) = 0;
    // The packet filters of others, everything but table inet pic. Milliseconds per hundred rules.
    virtual Result<netfilter::Ruleset> netfilter() = 0;

    // Calls back whenever somebody else changes something of these kinds, from the moment this
    // returns. The call comes on a thread of the watch and must only hand over.
    virtual Status watch(std::function<void(KernelEvent)> changed) = 0;
};

} // namespace pic::ports
