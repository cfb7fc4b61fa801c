#include "endpoint/uplinks.hpp"

#include <algorithm>

#include "ports/host.hpp"

namespace pic::endpoint {

namespace {

// Which of our addresses the kernel would choose: the route's, else the one in the gateway's
// network, else the device's first (ip-route(8), "src").
std::optional<net::Address> source_of(const ports::Route& route, const ports::Host& host) {
    if (route.source) return route.source;
    std::optional<net::Address> first;
    for (const auto& each : host.addresses) {
        if (each.device != route.device || !each.address.is_v4()) continue;
        const auto network = net::Prefix::of(each.address, each.length);
        if (route.gateway && network.contains(*route.gateway)) return each.address;
        if (!first) first = each.address;
    }
    return first;
}

std::optional<Uplink4> uplink4_of(const ports::Host& host) {
    const auto* route = ports::default_route(host, net::Family::v4);
    if (route == nullptr) return std::nullopt;
    const auto source = source_of(*route, host);
    if (!source) return std::nullopt;
    return Uplink4{route->device, *source, route->gateway};
}

// The lowest, so that the choice does not depend on the order in which the kernel lists them.
std::optional<net::Address> public6_on(const std::string& device, const ports::Host& host) {
    std::optional<net::Address> lowest;
    for (const auto& each : host.addresses)
        if (each.device == device && !each.address.is_v4() && each.lasting &&
            net::is_public(each.address) && (!lowest || each.address < *lowest))
            lowest = each.address;
    return lowest;
}

} // namespace

Uplinks uplinks_of(const ports::Host& host) {
    Uplinks uplinks;
    uplinks.v4 = uplink4_of(host);
    if (const auto* route = ports::default_route(host, net::Family::v6)) {
        uplinks.v6 = true;
        uplinks.public6 = public6_on(route->device, host);
    }
    for (const auto& each : host.addresses)
        if (each.address.is_v4() && net::is_public(each.address))
            uplinks.own4.push_back(each.address);
    std::ranges::sort(uplinks.own4);
    return uplinks;
}

} // namespace pic::endpoint
