#include "http/concern.hpp"

#include <utility>

namespace pic::http {

namespace {

// Of a device that the kernel knows nothing of: nothing.
ports::PeerCounters counted(const model::Peer& peer, const control::Snapshot& snapshot) {
    const auto& counters = *snapshot.observed->counters;
    const auto found = counters.find(peer.public_key);
    return found == counters.end() ? ports::PeerCounters() : found->second;
}

} // namespace

Concern::Concern(const control::Caller& caller, const control::Snapshot& snapshot) :
    all_(caller.admin()), user_(caller.user) {
    if (all_) return;
    snapshot.view->peers.each([&](const auto& peer) {
        if (peer.value.owner == user_) peers_[peer.id] = counted(peer.value, snapshot);
    });
}

bool Concern::about(const control::Event& event, const control::Snapshot& snapshot) {
    if (all_) return true;
    if (event.noun == "users") return event.id == user_;
    if (event.noun != "peers") return false;
    return event.id.empty() ? any_counted(snapshot) : about_peer(event.id, snapshot);
}

bool Concern::about_peer(const std::string& id, const control::Snapshot& snapshot) {
    const auto* peer = snapshot.view->peers.find(id);
    const bool was = peers_.erase(id) > 0, is = peer != nullptr && peer->value.owner == user_;
    if (is) peers_[id] = counted(peer->value, snapshot);
    return was || is;
}

// The event says that somebody's counters are others now, and not whose.
bool Concern::any_counted(const control::Snapshot& snapshot) {
    bool any = false;
    for (auto& [id, last] : peers_) {
        const auto* peer = snapshot.view->peers.find(id);
        if (peer == nullptr) continue; // an event of its own tells of that
        auto now = counted(peer->value, snapshot);
        any |= now != last;
        last = std::move(now);
    }
    return any;
}

} // namespace pic::http
