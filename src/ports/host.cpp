#include "ports/host.hpp"

#include <algorithm>

#include "base/sort_unique.hpp"

namespace pic::ports {

namespace {

// No half of the internet, which a VPN sends into its tunnel.
bool is_of_one_link(const Route& route) {
    const int widest = route.destination.family() == net::Family::v4 ? 8 : 32;
    return route.device != "lo" && route.destination.length() >= widest;
}

// A route of IPv6 without a metric gets 1024 (IP6_RT_PRIO_USER), which others are held against.
std::uint32_t metric_of(const Route& route) {
    const bool v6 = route.destination.family() == net::Family::v6;
    return v6 && route.metric == 0 ? 1024 : route.metric;
}

} // namespace

const Route* default_route(const Host& host, net::Family family) {
    const Route* best = nullptr;
    for (const auto& route : host.routes) {
        if (route.destination != net::Prefix::all(family) || route.device.empty()) continue;
        if (best == nullptr || metric_of(route) < metric_of(*best)) best = &route;
    }
    return best;
}

std::set<std::string> routed_devices(const Host& host) {
    std::set<std::string> devices;
    for (const auto& route : host.routes)
        if (!route.device.empty() && route.device != "lo") devices.insert(route.device);
    return devices;
}

bool is_own_network(const Route& route, const Host& host) {
    return !route.gateway && std::ranges::any_of(host.addresses, [&](const auto& own) {
        return own.device == route.device && route.destination.contains(own.address);
    });
}

std::vector<net::Prefix> on_link(const Host& host) {
    std::vector<net::Prefix> prefixes;
    for (const auto& own : host.addresses)
        if (own.device != "lo" && own.length > 0 && own.length < own.address.bits())
            prefixes.push_back(net::Prefix::of(own.address, own.length));
    for (const auto& route : host.routes)
        if (is_of_one_link(route) && is_own_network(route, host))
            prefixes.push_back(route.destination);
    sort_unique(prefixes);
    return prefixes;
}

std::vector<net::Prefix> home_networks(const Host& host) {
    std::vector<net::Prefix> networks;
    const auto* way4 = default_route(host, net::Family::v4);
    const auto* way6 = default_route(host, net::Family::v6);
    for (const auto& own : host.addresses) {
        const auto network = net::Prefix::of(own.address, own.length);
        const auto leads_out = [&](const Route* way) {
            return way != nullptr && way->device == own.device;
        };
        if (net::is_home(own.address) && own.length < own.address.bits() &&
            (leads_out(way4) || leads_out(way6)))
            networks.push_back(network);
    }
    sort_unique(networks);
    return networks;
}

const HostLink* find_link(const Host& host, std::string_view name) {
    const auto found = std::ranges::find(host.links, name, &HostLink::name);
    return found == host.links.end() ? nullptr : &*found;
}

std::optional<std::uint32_t> uplink_mtu(const Host& host) {
    std::optional<std::uint32_t> least;
    for (const auto family : {net::Family::v4, net::Family::v6})
        if (const auto* route = default_route(host, family))
            if (const auto* link = find_link(host, route->device))
                least = std::min(least.value_or(link->mtu), link->mtu);
    return least;
}

} // namespace pic::ports
