#include "access/failed_sign_ins.hpp"

#include <tuple>
#include <utility>

namespace pic::access {

namespace {

constexpr std::chrono::seconds minute{60};
constexpr std::size_t most_addresses = 16, most_names = 4;

bool empty(const FailedSignIns::Count& count) {
    return count.wrong + count.held_up == 0;
}

} // namespace

bool FailedSignIns::note(const FailedTry& one, Instant now) {
    const bool room =
        windows_.size() < most_addresses || windows_.contains({one.action, one.address});
    const auto [place, fresh] =
        windows_.try_emplace({one.action, room ? one.address : std::string()});
    auto& window = place->second;
    if (fresh) {
        window.opened = now;
        std::tie(window.count.action, window.count.address) = place->first;
        return true;
    }
    ++(one.held_up ? window.count.held_up : window.count.wrong);
    if (!one.name.empty() && window.count.names.size() < most_names)
        window.count.names.insert(one.name);
    return false;
}

// A window that counted something is followed by another, so that the next entry is a minute away.
std::vector<FailedSignIns::Count> FailedSignIns::due(Instant now) {
    std::vector<Count> over;
    for (auto place = windows_.begin(); place != windows_.end();) {
        auto& window = place->second;
        if (now - window.opened < minute) {
            ++place;
        } else if (empty(window.count)) {
            place = windows_.erase(place);
        } else {
            over.push_back(std::exchange(window.count,
                                         Count{place->first.first, place->first.second, {}, 0, 0}));
            window.opened = now;
            ++place;
        }
    }
    return over;
}

std::vector<FailedSignIns::Count> FailedSignIns::all() {
    std::vector<Count> counted;
    for (auto& [key, window] : windows_)
        if (!empty(window.count)) counted.push_back(std::move(window.count));
    windows_.clear();
    return counted;
}

std::string target_of(const FailedSignIns::Count& count) {
    std::string text;
    for (const auto& name : count.names)
        text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "an unknown name" : text;
}

std::string result_of(const FailedSignIns::Count& count) {
    std::string text;
    if (count.wrong > 0) text = std::to_string(count.wrong) + " wrong";
    if (count.held_up > 0)
        text += (text.empty() ? "" : " and ") + std::to_string(count.held_up) + " held up";
    return text + " within a minute" + (count.address.empty() ? ", from many addresses" : "");
}

} // namespace pic::access
