// Routes (ip-route(8), linux/rtnetlink.h). Pure; any thread.
#pragma once

#include <optional>

#include "kernel/message.hpp"
#include "ports/kernel.hpp"

namespace pic::kernel {

// `index` of the route's device; 0 for one that is unreachable. Replaces a route of the same key.
Message add_route(const ports::Route& route, int index);
Message remove_route(const ports::Route& route, int index);
Message list_routes(net::Family family);

// A route as found: ports::Route without the device's name. One with several next hops counts as
// its first. IPv6's default metric, 1024, reads as 0, so that 0 means the same in both families.
struct FoundRoute {
    ports::Route route;
    int index = 0; // 0: unreachable
};
// One part of the list; nullopt for what is neither unicast nor unreachable.
std::optional<FoundRoute> decode_route(std::uint16_t type, Bytes payload);

} // namespace pic::kernel
