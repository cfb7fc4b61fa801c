#include "peers/peer.hpp"

#include <algorithm>

#include "base/lowercase.hpp"
#include "control/client_file.hpp"
#include "control/index.hpp"
#include "control/operation.hpp"
#include "net/name.hpp"

namespace pic::peers {

namespace {

bool may_see(const control::Caller& caller, const model::Peer& peer) {
    return caller.admin() || (!caller.user.empty() && peer.owner == caller.user);
}

// What of a firewall's drops concerns a device with these permissions.
bool concerns(control::Need need, const model::Permissions& permissions) {
    switch (need) {
    case control::Need::wireguard:
        return true;
    case control::Need::forwarding:
        return permissions.internet || permissions.lan;
    case control::Need::devices:
        return permissions.peers;
    default:
        return permissions.services;
    }
}

// Letters beyond ASCII are compared as they are.
bool same_letter(char a, char b) {
    return lowercase(a) == lowercase(b);
}

bool matches(const model::Peer& peer, const std::string& words) {
    const auto has = [&](const std::string& text) {
        return std::search(text.begin(), text.end(), words.begin(), words.end(), same_letter) !=
               text.end();
    };
    return words.empty() || has(peer.name) || has(peer.note) || std::ranges::any_of(peer.tags, has);
}

} // namespace

PeerView view_of(const PeerDocument& peer, const model::View& view,
                 const control::Observed& observed, Time now) {
    PeerView result;
    static_cast<model::Peer&>(result) = peer.value;
    result.id = peer.id;
    if (const auto* owner = view.users.find(peer.value.owner); owner != nullptr)
        result.owner_name = owner->value.name;
    result.ipv4 = model::address4(view.wireguard.value, peer.value.offset);
    result.ipv6 = model::address6(view.wireguard.value, peer.value.offset);
    result.expired = control::expired(peer.value, control::time_to_judge_by(view, now));
    result.reissue_needed = control::outdated(peer.value, view, observed);
    for (const auto& obstacle : observed.firewalls.obstacles)
        if (concerns(obstacle.need, peer.value.permissions))
            result.blocked.push_back(obstacle.what);
    result.arrival = control::arrival_of(peer, view, observed, now);
    const auto counters = observed.counters->find(peer.value.public_key);
    if (counters == observed.counters->end()) return result;
    result.connected_from = counters->second.endpoint;
    result.received = counters->second.received;
    result.sent = counters->second.sent;
    if (counters->second.last_handshake != 0)
        result.last_handshake = Time(std::chrono::seconds(counters->second.last_handshake));
    return result;
}

Result<const PeerDocument*> find_peer(const model::View& view, const control::Caller& caller,
                                      const std::string& id_or_name) {
    const auto* peer = view.peers.find(id_or_name);
    if (peer == nullptr)
        if (const auto name = net::parse_any_label(id_or_name))
            peer = view.peers.find_if([&](const auto& each) { return each.value.name == *name; });
    if (peer == nullptr || !may_see(caller, peer->value))
        return fail(Code::not_found, "there is no such peer", "/id",
                    "picctl peer list shows those that there are");
    return peer;
}

std::string mismatch_note(const model::Peer& peer) {
    const bool full = peer.tunnel == model::Tunnel::full;
    const auto other = [&](std::string_view tunnel) {
        return "picctl peer update " + peer.name + " --tunnel " + std::string(tunnel) + ", then " +
               control::file_command(peer.name, peer.key_origin);
    };
    if (full && !peer.permissions.internet)
        return peer.name +
               " has no internet while it is connected: it sends everything into the tunnel and "
               "may not use the internet through the cell; to send only what is for the VPN: " +
               other("split");
    if (!full && peer.permissions.lan && peer.routes.empty())
        return peer.name +
               " may use the LAN and does not reach it: with a split tunnel it sends only what is "
               "for the VPN; name the LAN's networks with --routes, or send everything: " +
               other("full");
    if (!full && !peer.permissions.lan && !peer.routes.empty())
        return peer.name +
               " sends what is for its routes into the tunnel, and may not use the LAN; to send "
               "only what is for the VPN: picctl peer update " +
               peer.name + " --routes none, then " +
               control::file_command(peer.name, peer.key_origin);
    return {};
}

Result<control::Reply> list(const control::Snapshot& snapshot, const control::Call& call) {
    PIC_LET(input, control::input_of<ListPeers>(call));
    PIC_LET(pager, control::Pager::of(input));
    PeerPage page;
    snapshot.view->peers.each([&](const PeerDocument& peer) {
        if (!may_see(call.caller, peer.value) || !matches(peer.value, input.q)) return;
        if (pager.takes(peer.id))
            page.peers.push_back(view_of(peer, *snapshot.view, *snapshot.observed, call.now));
    });
    page.next = pager.next();
    page.total = pager.total();
    control::Reply reply;
    reply.body = codec::to_json(page);
    return reply;
}

Result<control::Reply> show(const control::Snapshot& snapshot, const control::Call& call) {
    PIC_LET(input, control::input_of<WhichPeer>(call));
    PIC_LET(peer, find_peer(*snapshot.view, call.caller, input.id));
    control::Reply reply;
    reply.body = codec::to_json(view_of(*peer, *snapshot.view, *snapshot.observed, call.now));
    reply.generation = peer->generation;
    return reply;
}

} // namespace pic::peers
