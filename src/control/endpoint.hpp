// Where the internet finds the cell: which address devices are told, and which may be written.
// Pure; any thread.
#pragma once

#include <optional>
#include <string>

#include "control/observed.hpp"
#include "model/view.hpp"
#include "net/host_port.hpp"

namespace pic::control {

// What the administrator wrote wins over what was found; then IPv4, which every network has, unless
// the provider translates it; then IPv6. Nullopt: nobody knows. The port is always said.
std::optional<net::HostPort> endpoint_of_cell(const model::View& view, const Observed& observed);

// The same for one peer, whose own setting wins.
std::optional<net::HostPort> endpoint_of(const model::Peer& peer, const model::View& view,
                                         const Observed& observed);

// Refuses what no device outside can ever reach: this machine's own loopback, multicast, the VPN.
Status check_endpoint(const net::HostPort& endpoint, const model::View& view);

// What a person should know of an endpoint that is allowed but may surprise; empty: nothing.
std::string endpoint_note(const net::HostPort& endpoint);

} // namespace pic::control
