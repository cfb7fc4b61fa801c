// What shall be in the kernel, as a pure function of the model and of the host around it. Wanted
// objects belong to an owner ("cell" or one peer), and each owner's can be computed alone: that is
// what makes one change cost the same at 10 peers and at 10,000.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"
#include "model/view.hpp"
#include "net/ledger.hpp"
#include "ports/kernel.hpp"

namespace pic::plan {

// Everything the wanted state depends on. Cheap to copy: the tables share their pages.
struct Inputs {
    model::View view;
    model::Table<Secret> secrets;
    ports::Host host;
    net::Ledger ledger;
    std::set<std::string> expired; // ids of peers past their time
    bool plane = true;             // false: nothing is wanted, the data plane is coming down
};

inline constexpr std::string_view cell_owner = "cell"; // any other owner is a peer's id

// The objects of one owner. Before set-up nobody wants anything.
std::vector<ports::Object> wanted(const Inputs& inputs, std::string_view owner);
std::vector<ports::Object> wanted_by_all(const Inputs& inputs);

// pic0 itself.
ports::WgDevice tunnel(const Inputs& inputs);

// What WireGuard lets a peer send from, sorted.
std::vector<net::Prefix> allowed(const model::WireGuard& wireguard, const model::Peer& peer);

// Whether a peer may connect at all: enabled, and not past its time.
bool admitted(const Inputs& inputs, std::string_view id, const model::Peer& peer);

// The MTU of pic0: what the model fixes, else the uplink's less WireGuard's overhead.
std::uint32_t tunnel_mtu(const Inputs& inputs);

} // namespace pic::plan
