#include "http/concern.hpp"

namespace pic::http {

Concern::Concern(const control::Caller& caller, const model::View& view) :
    all_(caller.admin()), user_(caller.user) {
    if (all_) return;
    view.peers.each([this](const auto& peer) {
        if (peer.value.owner == user_) peers_.insert(peer.id);
    });
}

bool Concern::about(const control::Event& event, const model::View& view) {
    if (all_) return true;
    if (event.noun == "users") return event.id == user_;
    return event.noun == "peers" && about_peer(event.id, view);
}

bool Concern::about_peer(const std::string& id, const model::View& view) {
    if (id.empty()) return !peers_.empty(); // new counters
    const auto* peer = view.peers.find(id);
    const bool was = peers_.contains(id), is = peer != nullptr && peer->value.owner == user_;
    if (is) peers_.insert(id);
    if (!is) peers_.erase(id);
    return was || is;
}

} // namespace pic::http
