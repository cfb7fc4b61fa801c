#include "access/throttle.hpp"

#include <algorithm>

namespace pic::access {

using std::chrono::seconds;

seconds Throttle::penalty(const Entry& entry) const {
    auto wait = seconds(0);
    for (int i = rule_.free; i < entry.failures && wait < rule_.cap; ++i)
        wait = wait == seconds(0) ? rule_.first : wait * 2;
    return std::min(wait, rule_.cap);
}

seconds Throttle::wait(const std::string& key, Instant now) const {
    const auto place = places_.find(key);
    if (place == places_.end()) return seconds(0);
    const auto& entry = *place->second;
    if (now - entry.last > rule_.memory) return seconds(0);
    return std::max(seconds(0), std::chrono::ceil<seconds>(entry.last + penalty(entry) - now));
}

void Throttle::tried(const std::string& key, Instant now) {
    drop_old(now);
    const auto place = places_.find(key);
    if (place == places_.end()) {
        if (entries_.size() >= rule_.most) forget_least();
        entries_.push_front({key, 1, now});
        places_[key] = entries_.begin();
        return;
    }
    ++place->second->failures;
    place->second->last = now;
    entries_.splice(entries_.begin(), entries_, place->second);
}

void Throttle::pardon(const std::string& key) {
    const auto place = places_.find(key);
    if (place != places_.end() && --place->second->failures <= 0) forget(key);
}

void Throttle::forget(const std::string& key) {
    const auto place = places_.find(key);
    if (place == places_.end()) return;
    const auto entry = place->second;
    places_.erase(place); // first: `key` may be the entry's own
    entries_.erase(entry);
}

// Of those who failed least often the one that did longest ago.
void Throttle::forget_least() {
    auto least = entries_.begin();
    for (auto each = entries_.begin(); each != entries_.end(); ++each)
        if (each->failures <= least->failures) least = each;
    forget(std::string(least->key));
}

void Throttle::drop_old(Instant now) {
    while (!entries_.empty() && now - entries_.back().last > rule_.memory)
        forget(std::string(entries_.back().key));
}

} // namespace pic::access
