#include "control/event_queue.hpp"

#include <algorithm>

namespace pic::control {

bool EventQueue::push(const Event& event) {
    const auto same = std::ranges::find_if(waiting_, [&](const auto& other) {
        return other.noun == event.noun && other.id == event.id;
    });
    if (same != waiting_.end()) {
        same->generation = std::max(same->generation, event.generation);
        return true;
    }
    if (waiting_.size() == most_) return false;
    waiting_.push_back(event);
    return true;
}

Event EventQueue::pop() {
    auto event = std::move(waiting_.front());
    waiting_.pop_front();
    return event;
}

} // namespace pic::control
