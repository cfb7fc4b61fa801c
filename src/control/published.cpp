#include "control/published.hpp"

#include <vector>

namespace pic::control {

Published::Published(model::ViewPtr view, std::shared_ptr<const Settings> settings) :
    snapshot_(std::make_shared<const Snapshot>(
        Snapshot{std::move(view), std::make_shared<const Observed>(), std::move(settings)})) {}

SnapshotPtr Published::snapshot() const {
    const std::lock_guard lock(mutex_);
    return snapshot_;
}

Dispatcher::Subscription Published::subscribe(std::function<void(const Event&)> happened) {
    auto listener = std::make_shared<Listener>(std::move(happened));
    const std::lock_guard lock(mutex_);
    listeners_.push_back(listener);
    return listener;
}

void Published::show(model::ViewPtr view) {
    auto next = *snapshot_;
    next.view = std::move(view);
    replace(std::move(next));
}

void Published::show(ObservedPtr observed) {
    auto next = *snapshot_;
    next.observed = std::move(observed);
    replace(std::move(next));
}

void Published::replace(Snapshot next) {
    auto held = std::make_shared<const Snapshot>(std::move(next));
    const std::lock_guard lock(mutex_);
    snapshot_.swap(held);
}

void Published::tell(const Event& event) {
    std::vector<std::shared_ptr<Listener>> present;
    {
        const std::lock_guard lock(mutex_);
        listeners_.remove_if([&](const auto& listener) {
            auto held = listener.lock();
            if (!held) return true;
            present.push_back(std::move(held));
            return false;
        });
    }
    for (const auto& listener : present)
        (*listener)(event);
}

} // namespace pic::control
