// The cell as documents: plain structs, no I/O. Each struct is one document of the store; its field
// list for JSON is in codec/fields.hpp. Defaults are those of a new cell.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "net/address.hpp"
#include "net/host_port.hpp"
#include "net/ledger.hpp"
#include "net/wg_key.hpp"

namespace pic::model {

enum class DomainMode { lan };

struct Cell { // document "cell" of collection "settings"; set up when the name is not empty
    std::string name;
    DomainMode domain_mode = DomainMode::lan;
    std::string time_zone = "UTC";
    bool operator==(const Cell&) const = default;
};

struct WireGuard {
    net::Prefix ipv4, ipv6;
    std::uint16_t port = net::wireguard_port;
    std::optional<std::uint32_t> mtu; // nullopt: the uplink's less the overhead
    net::WgKey public_key;            // its private key is the secret "wireguard"
    bool operator==(const WireGuard&) const = default;
};

// Where phones find the cell. What the administrator wrote wins over what was found.
struct Endpoint {
    std::optional<net::HostPort> address;
    bool stun = true; // ask `stun_servers` for the public address when the uplink has none
    std::vector<net::HostPort> stun_servers = {{"stun.nextcloud.com", 3478},
                                               {"stun.sipgate.net", 3478}};
    bool operator==(const Endpoint&) const = default;
};

struct DnsUpstream {
    net::Address address;
    std::string tls_name; // empty: plain DNS on port 53
    bool operator==(const DnsUpstream&) const = default;
};

struct Dns {
    std::vector<DnsUpstream> upstreams; // in order of preference; empty: the defaults of dns/
    bool lan = false;                   // answer on the LAN's addresses too; never on public ones
    bool operator==(const Dns&) const = default;
};

struct TimeService {
    std::vector<std::string> nts_servers = {"time.cloudflare.com", "nts.netnod.se",
                                            "ptbtime1.ptb.de"};
    std::string pool = "2.debian.pool.ntp.org"; // without NTS, when NTS's port is blocked
    bool operator==(const TimeService&) const = default;
};

struct Web {
    bool public_access = false; // answer to public source addresses too
    bool local_name = true;     // tell the LAN who <cell>.local is
    bool operator==(const Web&) const = default;
};

// The cell's certificate authority; its keys are secrets.
struct Authority {
    std::string root, intermediate; // PEM; empty before the first start
    bool operator==(const Authority&) const = default;
};

enum class Tunnel { full, split };

enum class KeyOrigin {
    caller,    // the caller made it; the cell never saw the private half
    forgotten, // made here, handed out once
    kept,      // made here, sealed, can be shown again
};

struct Permissions {
    bool internet = true, lan = false, peers = false, services = true;
    bool operator==(const Permissions&) const = default;
};

// What a person decides about a peer; the rest of it follows.
struct PeerOptions {
    std::string name;  // a DNS label, unique
    std::string owner; // id of a user, or empty
    std::vector<std::string> tags;
    std::string note;
    bool enabled = true;
    std::optional<Time> expires;
    Tunnel tunnel = Tunnel::full;
    std::vector<net::Prefix> routes; // what a split tunnel carries beside the VPN
    Permissions permissions;
    std::optional<net::HostPort> endpoint; // instead of the cell's
    bool operator==(const PeerOptions&) const = default;
};

struct Peer : PeerOptions {
    std::uint32_t offset = 0; // in both ranges
    net::WgKey public_key;
    bool preshared = true; // its key is the secret "peer/<id>/preshared"
    KeyOrigin key_origin = KeyOrigin::forgotten;
    std::string issued; // digest of the client file as last handed out; empty: never
    Time created{};
    bool operator==(const Peer&) const = default;
};

// An address that was freed and is not given again before `until`.
struct RestingAddress {
    std::uint32_t offset = 0;
    Time until{};
    bool operator==(const RestingAddress&) const = default;
};

struct Record { // a custom name in the cell's zone
    std::string name;
    std::vector<net::Address> addresses;
    std::string alias; // CNAME target, instead of addresses
    bool operator==(const Record&) const = default;
};

enum class Role { admin, peer };

struct User {
    std::string name;
    Role role = Role::peer;
    std::string password; // argon2id, as libsodium writes it; empty: cannot sign in
    bool enabled = true;
    Time created{};
    bool operator==(const User&) const = default;
};

struct Session {
    std::string user;  // id
    std::string token; // SHA-256 of the cookie, hex
    std::string csrf;  // SHA-256 of the CSRF token, hex
    std::string address, agent;
    Time created{}, last_used{};
    bool operator==(const Session&) const = default;
};

// A change that can lock out whoever made it: undone at `deadline` unless confirmed.
struct Pending {
    std::string operation;
    Time deadline{};
    std::string restore; // the documents as they were: JSON of store/
    bool operator==(const Pending&) const = default;
};

} // namespace pic::model
