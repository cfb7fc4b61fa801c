// The file a peer connects with, made from the model each time it is asked for.
#pragma once

#include <optional>
#include <string>

#include "control/change.hpp"
#include "formats/wireguard_conf.hpp"

namespace pic::peers {

// Where this peer finds the cell: its own setting, the cell's, or what was found; nullopt when
// nobody knows.
std::optional<net::HostPort> endpoint_of(const model::Peer& peer, const model::View& view,
                                         const control::Observed& observed);

// The file without its secrets; an error that says what to do when there is no endpoint.
Result<formats::ClientConf> client_file(const model::Peer& peer, const model::View& view,
                                        const control::Observed& observed);

// Changes when what the client has to know changes. Empty without an endpoint.
std::string digest(const model::Peer& peer, const model::View& view,
                   const control::Observed& observed);

// The file the client has is no longer the one it should have.
bool outdated(const model::Peer& peer, const model::View& view, const control::Observed& observed);

} // namespace pic::peers
