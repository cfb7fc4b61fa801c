// Peers whose time is over: who is shut out, and where that is written.
#include <algorithm>

#include "control/control.hpp"

namespace pic::control {

Time Control::time_to_judge() const {
    return time_to_judge_by(generations_.working().view, world_.clock.now());
}

std::set<std::string> Control::expired() const {
    return generations_.index().expired(time_to_judge());
}

// The same for a state that the index is not of, before or after the working one, as far as
// `owners` may differ.
std::set<std::string> Control::expired_in(const State& state,
                                          const std::set<std::string>& owners) const {
    const auto time = time_to_judge();
    auto ids = expired();
    const auto judge = [&](const std::string& id) {
        ids.erase(id);
        const auto* peer = state.view.peers.find(id);
        if (peer != nullptr && control::expired(peer->value, time)) ids.insert(id);
    };
    std::ranges::for_each(owners, judge);
    // Who is shut out may be let in again by a change that this state is not of yet.
    std::ranges::for_each(plane_.expired(), judge);
    return ids;
}

// Who is shut out stays so until it is durable that he is not.
void Control::expire_peers() {
    const auto time = time_to_judge();
    const auto present = snapshot();
    auto ids = expired();
    for (const auto& id : plane_.expired()) {
        const auto* peer = present->view->peers.find(id);
        if (peer != nullptr && control::expired(peer->value, time)) ids.insert(id);
    }
    plane_.expire(std::move(ids));
}

// What is in the log is known when the machine starts again without a clock.
void Control::log_expiries() {
    const auto& shut_out = plane_.expired();
    std::erase_if(logged_, [&](const auto& id) { return !shut_out.contains(id); });
    for (const auto& id : shut_out) {
        const auto* peer = generations_.working().view.peers.find(id);
        if (peer == nullptr || !logged_.insert(id).second) continue;
        const auto line = [name = peer->value.name](const Context&) -> Result<Change> {
            Change change;
            change.target = name;
            return change;
        };
        keep_up("peer.expire", line, [this, id](bool stored) {
            if (!stored) logged_.erase(id);
        });
    }
}

} // namespace pic::control
