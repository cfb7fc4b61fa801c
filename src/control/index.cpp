#include "control/index.hpp"

#include <algorithm>

namespace pic::control {

Index Index::of(const model::View& view) {
    Index index;
    const auto learn_all = [&](const auto& table, std::string_view collection) {
        table.each([&](const auto& document) { index.learn(view, collection, document.id); });
    };
    learn_all(view.peers, "peers");
    learn_all(view.resting, "resting");
    learn_all(view.records, "records");
    learn_all(view.users, "users");
    return index;
}

void Index::forget(const model::View& view, std::string_view collection, std::string_view id) {
    if (collection == "peers") {
        const auto* peer = view.peers.find(id);
        if (peer == nullptr) return;
        peer_names_.erase(peer->value.name);
        keys_.erase(peer->value.public_key);
        offsets_.erase(peer->value.offset);
        if (peer->value.expires) expiries_.erase({*peer->value.expires, peer->id});
        maybe_free_ = std::min(maybe_free_, peer->value.offset);
    } else if (collection == "resting") {
        const auto* resting = view.resting.find(id);
        if (resting == nullptr) return;
        resting_.erase(resting->value.offset);
        maybe_free_ = std::min(maybe_free_, resting->value.offset);
    } else if (collection == "records") {
        if (const auto* record = view.records.find(id)) record_names_.erase(record->value.name);
    } else if (collection == "users") {
        if (const auto* user = view.users.find(id)) user_names_.erase(user->value.name);
    }
}

void Index::learn(const model::View& view, std::string_view collection, std::string_view id) {
    const std::string holder(id);
    if (collection == "peers") {
        const auto* peer = view.peers.find(id);
        if (peer == nullptr) return;
        peer_names_[peer->value.name] = holder;
        keys_[peer->value.public_key] = holder;
        offsets_.insert(peer->value.offset);
        if (peer->value.expires) expiries_.emplace(*peer->value.expires, holder);
    } else if (collection == "resting") {
        if (const auto* resting = view.resting.find(id)) resting_.insert(resting->value.offset);
    } else if (collection == "records") {
        if (const auto* record = view.records.find(id)) record_names_[record->value.name] = holder;
    } else if (collection == "users") {
        if (const auto* user = view.users.find(id)) user_names_[user->value.name] = holder;
    }
}

std::string Index::find(const Names& names, const std::string& name) {
    const auto found = names.find(name);
    return found == names.end() ? std::string() : found->second;
}

std::string Index::peer_with_key(const net::WgKey& key) const {
    const auto found = keys_.find(key);
    return found == keys_.end() ? std::string() : found->second;
}

Time time_to_judge_by(const model::View& view, Time now) {
    return now >= clock_floor() ? now : view.latest;
}

bool expired(const model::Peer& peer, Time time) {
    return peer.expires && *peer.expires <= time;
}

std::set<std::string> Index::expired(Time time) const {
    std::set<std::string> ids;
    for (const auto& [expiry, id] : expiries_) {
        if (expiry > time) break;
        ids.insert(id);
    }
    return ids;
}

std::optional<std::uint32_t> Index::free_offset(std::uint32_t last) const {
    while (maybe_free_ <= last &&
           (offsets_.contains(maybe_free_) || resting_.contains(maybe_free_)))
        ++maybe_free_;
    if (maybe_free_ > last) return std::nullopt;
    return maybe_free_;
}

} // namespace pic::control
