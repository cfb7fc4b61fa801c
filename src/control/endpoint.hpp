// Where the internet finds the cell: what the administrator wrote wins over what was found.
#pragma once

#include <optional>

#include "control/observed.hpp"
#include "model/view.hpp"
#include "net/host_port.hpp"

namespace pic::control {

inline std::optional<net::HostPort> endpoint_of_cell(const model::View& view,
                                                     const Observed& observed) {
    if (view.endpoint.value.address) return view.endpoint.value.address;
    const auto port = view.wireguard.value.port;
    const auto& found = observed.endpoint;
    if (found.public4) return net::HostPort{found.public4->text(), port};
    if (found.public6) return net::HostPort{found.public6->text(), port};
    return std::nullopt;
}

} // namespace pic::control
