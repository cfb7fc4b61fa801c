#include "mdns/lan.hpp"

#include <algorithm>
#include <array>

#include "net/ledger.hpp"
#include "ports/host.hpp"

namespace pic::mdns {

namespace {

const net::Prefix link_local4 = *net::Prefix::parse("169.254.0.0/16");
const net::Prefix link_local6 = *net::Prefix::parse("fe80::/10");

bool of_the_link(const net::Address& address) {
    return link_local4.contains(address) || net::is_link_local(address);
}

bool is_card(const ports::HostLink& link) {
    static constexpr std::array kinds = {"", "bond", "team", "vlan", "macvlan", "ipvlan"};
    return link.name != "lo" && std::ranges::find(kinds, link.kind) != kinds.end();
}

bool is_tunnel(const ports::HostLink& link) {
    static constexpr std::array kinds = {"wireguard", "tun", "ppp",  "gre",    "gretap", "ipip",
                                         "sit",       "vti", "xfrm", "ip6tnl", "vxlan"};
    return link.name == net::cell_device || std::ranges::find(kinds, link.kind) != kinds.end();
}

bool has_default_route(const ports::Host& host, const ports::HostLink& link) {
    return std::ranges::any_of(host.routes, [&](const auto& route) {
        return route.device == link.name && route.destination.length() == 0;
    });
}

bool leads_to_others(const ports::Host& host, const ports::HostLink& link) {
    if (!link.up || link.name == "lo" || is_tunnel(link)) return false;
    if (has_default_route(host, link) || is_card(link)) return true;
    return link.kind == "bridge" && std::ranges::any_of(host.links, [&](const auto& port) {
               return port.master == link.index && is_card(port);
           });
}

// A link-local address is for who has no better one of its family.
void choose(std::vector<net::Address>& addresses) {
    for (const auto family : {net::Family::v4, net::Family::v6}) {
        const bool better = std::ranges::any_of(addresses, [&](const auto& address) {
            return address.family() == family && !of_the_link(address);
        });
        if (better)
            std::erase_if(addresses, [&](const auto& address) {
                return address.family() == family && of_the_link(address);
            });
    }
    std::ranges::sort(addresses);
}

} // namespace

std::vector<LanDevice> lan_devices(const ports::Host& host) {
    std::vector<LanDevice> devices;
    for (const auto& link : host.links) {
        if (!leads_to_others(host, link)) continue;
        LanDevice device{link.name, link.index, false, false, {}, {}};
        bool at_home = false;
        for (const auto& each : host.addresses) {
            if (each.device != link.name) continue;
            (each.address.is_v4() ? device.ipv4 : device.ipv6) = true;
            const bool own = net::is_home(each.address);
            at_home = at_home || own || link_local4.contains(each.address);
            // The pages are not for the public, and a temporary address is not for names.
            if ((!own && !of_the_link(each.address)) || !each.lasting) continue;
            device.addresses.push_back(each.address);
            device.neighbours.push_back(of_the_link(each.address) && !each.address.is_v4()
                                            ? link_local6
                                            : net::Prefix::of(each.address, each.length));
        }
        choose(device.addresses);
        if (at_home) devices.push_back(std::move(device));
    }
    return devices;
}

} // namespace pic::mdns
