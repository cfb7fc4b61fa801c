// The file a peer connects with, made from the model each time it is asked for. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "control/observed.hpp"
#include "formats/wireguard_conf.hpp"
#include "model/view.hpp"

namespace pic::control {

// The file without its secrets; an error that says what to do when there is no endpoint.
Result<formats::ClientConf> client_file(const model::Peer& peer, const model::View& view,
                                        const Observed& observed);

// Changes when what the client has to know changes. Empty without an endpoint.
std::string client_digest(const model::Peer& peer, const model::View& view,
                          const Observed& observed);

// The file the client has is no longer the one it should have.
bool outdated(const model::Peer& peer, const model::View& view, const Observed& observed);

// The command that makes the file anew: with the same keys, unless the private one was handed out
// once and is not kept.
std::string file_command(std::string_view name, model::KeyOrigin origin);

// What the files of all peers are made of: while it stays, a file changes with its peer alone.
struct CommonPart {
    model::WireGuard wireguard;
    std::string zone;
    std::optional<net::HostPort> endpoint;
    bool operator==(const CommonPart&) const = default;
};
CommonPart common_part(const model::View& view, const Observed& observed);

} // namespace pic::control
