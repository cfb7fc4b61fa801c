// One generation of the whole cell, immutable once published. Copying it is cheap (see table.hpp).
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "model/cell.hpp"
#include "model/table.hpp"

namespace pic::model {

struct View {
    std::uint64_t generation = 0;
    Time latest{}; // in the audit log: whatever the clock says, it is later than this
    Document<Cell> cell{"cell", 0, {}};
    Document<WireGuard> wireguard{"wireguard", 0, {}};
    Document<Endpoint> endpoint{"endpoint", 0, {}};
    Document<Dns> dns{"dns", 0, {}};
    Document<TimeService> time{"time", 0, {}};
    Document<Web> web{"web", 0, {}};
    Document<Authority> authority{"authority", 0, {}};
    Table<Peer> peers;
    Table<RestingAddress> resting;
    Table<Record> records;
    Table<User> users;
    Table<Session> sessions;
    Table<Pending> pending;

    bool set_up() const { return !cell.value.name.empty(); }
    std::string zone() const { return cell.value.name + ".cell"; } // without the final dot
};

using ViewPtr = std::shared_ptr<const View>;

inline net::Address address4(const WireGuard& wireguard, std::uint32_t offset) {
    return wireguard.ipv4.base().plus(offset);
}
inline net::Address address6(const WireGuard& wireguard, std::uint32_t offset) {
    return wireguard.ipv6.base().plus(offset);
}
// The cell's own, IPv4 first.
inline std::array<net::Address, 2> cell_addresses(const WireGuard& wireguard) {
    return {address4(wireguard, net::cell_offset), address6(wireguard, net::cell_offset)};
}
inline bool is_cell(const WireGuard& wireguard, const net::Address& address) {
    const auto own = cell_addresses(wireguard);
    return address == own[0] || address == own[1];
}

} // namespace pic::model
