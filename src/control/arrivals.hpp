// How far a device has got that was added a short while ago: what a person wants to know who holds
// the phone in hand. Control and kernel thread.
#pragma once

#include "control/observed.hpp"
#include "model/view.hpp"

namespace pic::control {

enum class Arrival {
    silent,     // nothing of it reached the VPN's port
    unanswered, // somebody sends there, and not with a key that the cell knows
    connected,  // WireGuard works; no name was asked for
    arrived,
};

// What has not arrived by then is not waited for any more.
inline constexpr auto arrival_patience = std::chrono::minutes(10); // since it was added

Arrival arrival_of(const model::Document<model::Peer>& peer, const model::View& view,
                   const Observed& observed, Time now);

// By connection tracking, whose entries end soon: who had a name answered before stays so.
Result<Arrivals> read_arrivals(ports::Kernel& kernel, const model::WireGuard& wireguard,
                               Arrivals before);

} // namespace pic::control
