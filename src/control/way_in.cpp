#include "control/way_in.hpp"

#include <algorithm>
#include <iterator>

#include "control/forbidden.hpp"
#include "model/ranges.hpp"
#include "net/loopback.hpp"
#include "ports/host.hpp"

namespace pic::control {

bool from_elsewhere(const Caller& caller) {
    const auto address = net::Address::parse(caller.address);
    return address && !net::is_loopback(*address);
}

bool through_tunnel(const Caller& caller, const Context& context) {
    const auto address = net::Address::parse(caller.address);
    if (!address || !model::in_ranges(context.view.wireguard.value, *address)) return false;
    return std::ranges::none_of(ports::on_link(context.observed.host),
                                [&](const auto& network) { return network.contains(*address); });
}

std::vector<net::Prefix> answered(const model::View& view, const Settings& settings) {
    if (allowed(view, settings).public_access)
        return {net::Prefix::all(net::Family::v4), net::Prefix::all(net::Family::v6)};
    std::vector<net::Prefix> ranges;
    for (const auto* text : {"127.0.0.0/8", "::1/128", "169.254.0.0/16", "fe80::/10"})
        ranges.push_back(*net::Prefix::parse(text));
    std::ranges::copy(net::home_ranges(), std::back_inserter(ranges));
    if (view.set_up()) {
        ranges.push_back(view.wireguard.value.ipv4);
        ranges.push_back(view.wireguard.value.ipv6);
    }
    return ranges;
}

} // namespace pic::control
