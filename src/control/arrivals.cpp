#include "control/arrivals.hpp"

#include <algorithm>

namespace pic::control {

namespace {

constexpr std::uint16_t names_port = 53;

bool was_heard(const model::Peer& peer, const Observed& observed) {
    const auto found = observed.counters->find(peer.public_key);
    return found != observed.counters->end() && found->second.last_handshake != 0;
}

} // namespace

Arrival arrival_of(const model::Document<model::Peer>& peer, const model::View& view,
                   const Observed& observed, Time now) {
    if (!was_heard(peer.value, observed))
        return observed.arrivals.knocked ? Arrival::unanswered : Arrival::silent;
    const auto& wireguard = view.wireguard.value;
    const auto& named = observed.arrivals.named;
    const bool asked = named.contains(model::address4(wireguard, peer.value.offset)) ||
                       named.contains(model::address6(wireguard, peer.value.offset));
    const bool may_ask = peer.value.permissions.services;
    return asked || !may_ask || now - peer.value.created > arrival_patience ? Arrival::arrived
                                                                            : Arrival::connected;
}

Result<Arrivals> read_arrivals(ports::Kernel& kernel, const model::WireGuard& wireguard,
                               Arrivals before) {
    PIC_LET(knocks, kernel.udp_connections(wireguard.port));
    PIC_LET(questions, kernel.udp_connections(names_port));
    before.knocked = std::ranges::any_of(knocks, [](const auto& one) { return !one.answered; });
    for (const auto& one : questions)
        if (one.answered &&
            (wireguard.ipv4.contains(one.from) || wireguard.ipv6.contains(one.from)))
            before.named.insert(one.from);
    return before;
}

} // namespace pic::control
