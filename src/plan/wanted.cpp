#include "plan/wanted.hpp"

#include <algorithm>
#include <span>

#include "model/secret_name.hpp"
#include "plan/ruleset.hpp"
#include "ports/host.hpp"

namespace pic::plan {

using namespace ports;

namespace {

constexpr std::uint32_t usual_mtu = 1500;
constexpr net::Family families[] = {net::Family::v4, net::Family::v6};

// IPv4 first.
std::span<const net::Family> usable(const Host& host) {
    return std::span(families).first(host.ipv6 ? 2 : 1);
}

Secret secret(const Inputs& inputs, std::string_view name) {
    const auto* found = inputs.secrets.find(name);
    return found == nullptr ? Secret() : found->value;
}

void add_device(const Inputs& inputs, std::vector<Object>& objects) {
    const auto& wireguard = inputs.view.wireguard.value;
    const std::string device(net::cell_device);
    objects.push_back(tunnel(inputs));
    objects.push_back(DeviceAddress{device, model::address4(wireguard, net::cell_offset),
                                    wireguard.ipv4.length()});
    if (inputs.host.ipv6)
        objects.push_back(DeviceAddress{device, model::address6(wireguard, net::cell_offset),
                                        wireguard.ipv6.length()});
    objects.push_back(DeviceSettings{device, true, true});
    for (const auto& uplink : routed_devices(inputs.host))
        if (can_be_written(uplink)) objects.push_back(DeviceSettings{uplink, true, true});
}

// In each family: nowhere for a peer's packets that have no mark, which no set has been asked
// about; to the cell's own ranges; a peer's packets and this machine's by their mark; and behind
// both a rule that stops what matched nothing.
void add_rules(const Inputs& inputs, std::vector<Object>& objects) {
    const auto& ledger = inputs.ledger;
    const std::string device(net::cell_device);
    const auto mark = net::mark(net::direct_slot);
    const auto table = ledger.table(net::direct_slot);
    for (const auto family : usable(inputs.host)) {
        objects.push_back(Rule{family, ledger.unmarked_priority(), device, 0, net::mark_mask, {}});
        objects.push_back(Rule{family, ledger.cell_priority(), {}, 0, 0, ledger.cell_table});
        objects.push_back(Rule{family, ledger.peer_priority(net::direct_slot), device, mark,
                               net::mark_mask, table});
        objects.push_back(Rule{family, ledger.local_priority(net::direct_slot), "lo", mark,
                               net::mark_mask, table});
        objects.push_back(Rule{family, ledger.peer_stop_priority(), device, 0, 0, {}});
        objects.push_back(
            Rule{family, ledger.local_stop_priority(), "lo", mark, net::mark_mask, {}});
    }
}

// Of a LAN that came to overlap the cell's range: the networks that this machine is in, and its way
// out. Without them it would lose its uplink, and everybody the way to mend that. Other routes
// there, which a network may push (DHCP), would take what is for a device along.
std::vector<Route> host_routes_in(const net::Prefix& range, const Host& host) {
    std::vector<Route> routes;
    for (const auto& route : host.routes) {
        if (route.device.empty()) continue;
        if (range.contains(route.destination) && is_own_network(route, host))
            routes.push_back({0, route.destination, route.metric, route.device, {}, {}});
        if (route.destination.length() == 0 && route.gateway && range.contains(*route.gateway))
            routes.push_back({0, net::Prefix::host(*route.gateway), 0, route.device, {}, {}});
    }
    return routes;
}

// To the cell's ranges, behind what is the host's. What is for a device of the VPN goes nowhere
// while the tunnel is gone.
void add_cell_routes(const Inputs& inputs, std::vector<Object>& objects) {
    const auto& wireguard = inputs.view.wireguard.value;
    const auto own = model::cell_addresses(wireguard);
    for (const auto family : usable(inputs.host)) {
        const bool v4 = family == net::Family::v4;
        const auto& range = v4 ? wireguard.ipv4 : wireguard.ipv6;
        auto routes = host_routes_in(range, inputs.host);
        routes.push_back(
            {0, range, net::cell_metric, std::string(net::cell_device), {}, v4 ? own[0] : own[1]});
        routes.push_back({0, range, net::unreachable_metric, {}, {}, {}});
        std::set<std::string> taken;
        for (auto& route : routes) {
            route.table = inputs.ledger.cell_table;
            if (taken.insert(key(route)).second) objects.push_back(std::move(route));
        }
    }
}

std::vector<Object> wanted_by_cell(const Inputs& inputs) {
    std::vector<Object> objects;
    add_device(inputs, objects);
    add_rules(inputs, objects);
    add_cell_routes(inputs, objects);
    objects.push_back(ruleset(inputs));
    return objects;
}

std::vector<Object> wanted_by_peer(const Inputs& inputs, std::string_view id,
                                   const model::Peer& peer) {
    std::vector<Object> objects;
    if (!admitted(inputs, id, peer)) return objects;
    const auto& wireguard = inputs.view.wireguard.value;
    WgPeer tunnel{std::string(net::cell_device), peer.public_key, {}, allowed(wireguard, peer), 0};
    if (peer.preshared) tunnel.preshared_key = secret(inputs, model::preshared_secret(id));
    objects.push_back(std::move(tunnel));
    const auto& may = peer.permissions;
    const std::pair<bool, Set> permissions[] = {{may.internet, Set::internet},
                                                {may.lan, Set::lan},
                                                {may.peers, Set::peers},
                                                {may.services, Set::services}};
    for (const auto& own : allowed(wireguard, peer)) {
        const auto address = own.base();
        objects.push_back(SetElement{Set::peer, address, net::mark(net::direct_slot)});
        for (const auto& [allowed, set] : permissions)
            if (allowed) objects.push_back(SetElement{set, address, 0});
    }
    return objects;
}

} // namespace

std::vector<Object> wanted(const Inputs& inputs, std::string_view owner) {
    if (!inputs.plane || !inputs.view.set_up()) return {};
    if (owner == cell_owner) return wanted_by_cell(inputs);
    const auto* peer = inputs.view.peers.find(owner);
    if (peer == nullptr) return {};
    return wanted_by_peer(inputs, owner, peer->value);
}

std::vector<Object> wanted_by_all(const Inputs& inputs) {
    auto objects = wanted(inputs, cell_owner);
    inputs.view.peers.each([&](const auto& peer) {
        std::ranges::move(wanted(inputs, peer.id), std::back_inserter(objects));
    });
    return objects;
}

std::vector<net::Prefix> allowed(const model::WireGuard& wireguard, const model::Peer& peer) {
    return {net::Prefix::host(model::address4(wireguard, peer.offset)),
            net::Prefix::host(model::address6(wireguard, peer.offset))};
}

bool admitted(const Inputs& inputs, std::string_view id, const model::Peer& peer) {
    return peer.enabled && !inputs.expired.contains(std::string(id));
}

WgDevice tunnel(const Inputs& inputs) {
    return {std::string(net::cell_device), secret(inputs, model::wireguard_secret),
            inputs.view.wireguard.value.port, 0, tunnel_mtu(inputs)};
}

std::uint32_t tunnel_mtu(const Inputs& inputs) {
    if (inputs.view.wireguard.value.mtu) return *inputs.view.wireguard.value.mtu;
    const auto mtu = ports::uplink_mtu(inputs.host).value_or(usual_mtu);
    return std::max(mtu - std::min(mtu, net::wireguard_overhead), net::least_mtu);
}

} // namespace pic::plan
