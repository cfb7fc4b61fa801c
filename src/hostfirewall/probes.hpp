// The packets that a working cell needs to get through, of each kind one. Pure.
#pragma once

#include "control/host_firewall.hpp"
#include "hostfirewall/packet.hpp"
#include "model/view.hpp"
#include "ports/kernel.hpp"

namespace pic::hostfirewall {

struct Probe {
    control::Need need = control::Need::wireguard;
    Packet packet;
};

// Of both families, as far as this machine has a way to the internet over them. None before set-up.
std::vector<Probe> probes(const model::View& view, const ports::Host& host);

} // namespace pic::hostfirewall
