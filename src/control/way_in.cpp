#include "control/way_in.hpp"

#include <algorithm>

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

} // namespace pic::control
