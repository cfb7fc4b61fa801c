// Every number the cell claims on this host, in one place, with gaps and reasons. The bounds come
// from picd.yaml.
// Sources: ../../docs/design.md, "Names and numbers"; linux/rtnetlink.h; linux/fib_rules.h.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/services.hpp"

namespace pic::net {

// The cell's own table and device. Matched exactly: no "pic*" wildcard anywhere.
inline constexpr std::string_view nft_table = "pic";
inline constexpr std::string_view cell_device = devices_interface;

inline constexpr std::uint16_t wireguard_port = 51820;
inline constexpr std::uint16_t loopback_port = 8081; // the API, for the machine itself

// A connection's slot is its mark bits, table, device and unit instance. The mark uses the byte
// that neither Tailscale (0x00ff0000), pbr (bits 16-23) nor mwan3 (0x3f00) claims.
using Slot = std::uint8_t;
inline constexpr Slot first_slot = 1, last_slot = 120;
inline constexpr Slot direct_slot = 1;           // the uplink, present in every cell
inline constexpr std::uint32_t main_table = 254; // linux/rtnetlink.h
inline constexpr std::uint32_t mark_mask = 0x7f000000;

struct Ledger {
    std::uint32_t table_base = 10000;  // + slot: the routing table of a connection but `direct`
    std::uint32_t cell_table = 9900;   // routes to the cell's own ranges, and nothing else
    std::uint32_t priority_base = 900; // ip rules: see below; 1003 in all

    // Rules, in order: what stops packets of peers that nobody marked; cell ranges; marked packets
    // of peers; marked packets of local services; the two that stop whatever matched nothing above.
    std::uint32_t unmarked_priority() const { return priority_base; }
    std::uint32_t cell_priority() const { return priority_base + 1; }
    std::uint32_t peer_priority(Slot slot) const { return priority_base + 100 + slot; }
    std::uint32_t local_priority(Slot slot) const { return priority_base + 300 + slot; }
    std::uint32_t peer_stop_priority() const { return priority_base + 1000; }
    std::uint32_t local_stop_priority() const { return priority_base + 1001; }
    std::uint32_t last_priority() const { return local_stop_priority(); }

    // `direct` goes where this machine goes: a copy of its table would be late.
    std::uint32_t table(Slot slot) const {
        return slot == direct_slot ? main_table : table_base + slot;
    }
    bool owns_table(std::uint32_t table) const {
        return table == cell_table ||
               (table >= table_base + first_slot && table <= table_base + last_slot);
    }
    bool owns_priority(std::uint32_t priority) const {
        return priority >= priority_base && priority <= last_priority();
    }
    bool operator==(const Ledger&) const = default;
};

constexpr std::uint32_t mark(Slot slot) {
    return static_cast<std::uint32_t>(slot) << 24;
}

// The route that stays when a device goes: last in its table, so it never hides a real one. And the
// one to the cell's range, behind the host's own to the same.
inline constexpr std::uint32_t unreachable_metric = 4278198272,
                               cell_metric = unreachable_metric - 1;

// pic0 carries the uplink's packets inside its own: 80 bytes for WireGuard over IPv6.
inline constexpr std::uint32_t wireguard_overhead = 80, least_mtu = 1280;
inline constexpr std::uint16_t keepalive_seconds = 25;
inline constexpr std::uint32_t cell_offset = 1;             // ".1" and "::1" are the cell
inline constexpr std::int64_t address_rest_seconds = 86400; // before a freed one is given again

} // namespace pic::net
