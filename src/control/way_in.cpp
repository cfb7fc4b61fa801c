#include "control/way_in.hpp"

#include <algorithm>

#include "ports/host.hpp"

namespace pic::control {

bool from_elsewhere(const Caller& caller) {
    static const net::Prefix loopback[] = {*net::Prefix::parse("127.0.0.0/8"),
                                           *net::Prefix::parse("::1/128")};
    const auto address = net::Address::parse(caller.address);
    return address && std::ranges::none_of(
                          loopback, [&](const auto& range) { return range.contains(*address); });
}

bool through_tunnel(const Caller& caller, const Context& context) {
    const auto& wireguard = context.view.wireguard.value;
    const auto address = net::Address::parse(caller.address);
    if (!address || (!wireguard.ipv4.contains(*address) && !wireguard.ipv6.contains(*address)))
        return false;
    return std::ranges::none_of(ports::on_link(context.observed.host),
                                [&](const auto& network) { return network.contains(*address); });
}

} // namespace pic::control
