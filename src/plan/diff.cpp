#include "plan/diff.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace pic::plan {

using namespace ports;

namespace {

// The place of a step in the safe order, lower first.
struct Rank {
    Verb verb;
    bool removed() const { return verb == Verb::remove; }

    int operator()(const SetElement&) const { return removed() ? 0 : 11; }
    int operator()(const WgPeer&) const { return removed() ? 1 : 10; }
    int operator()(const Ruleset&) const { return removed() ? 15 : 2; }
    int operator()(const WgDevice&) const { return removed() ? 3 : 4; }
    int operator()(const DeviceAddress&) const { return removed() ? 3 : 5; }
    int operator()(const DeviceSettings&) const { return removed() ? 14 : 6; }
    int operator()(const Rule&) const { return removed() ? 13 : 8; }
    int operator()(const Route& route) const {
        if (removed()) return 12;
        return route.device.empty() ? 7 : 9; // the ones that stop before the ones that lead out
    }
};

int rank(const KernelStep& step) {
    return std::visit(Rank{step.verb}, step.object);
}

// Among rules, those that stop come first when adding and go last when removing; a route by gateway
// needs the on-link route before it.
struct Within {
    bool operator()(const Rule& a, const Rule& b) const {
        if (a.table.has_value() != b.table.has_value()) return !a.table;
        return a.priority > b.priority;
    }
    bool operator()(const Route& a, const Route& b) const {
        return a.gateway.has_value() < b.gateway.has_value();
    }
    bool operator()(const auto&, const auto&) const { return false; }
};

bool before(const KernelStep& a, const KernelStep& b) {
    const int rank_a = rank(a), rank_b = rank(b);
    if (rank_a != rank_b) return rank_a < rank_b;
    return a.verb == Verb::remove ? std::visit(Within{}, b.object, a.object)
                                  : std::visit(Within{}, a.object, b.object);
}

// Places of the present objects, by key.
using Places = std::unordered_multimap<std::string, std::size_t>;

// Which of the present objects is this one; of several under its key (somebody added a rule beside
// ours) the equal one.
std::optional<std::size_t> find(const Places& places, const std::vector<Object>& present,
                                const Object& object) {
    const auto [begin, end] = places.equal_range(key(object));
    if (begin == end) return {};
    for (auto place = begin; place != end; ++place)
        if (present[place->second] == object) return place->second;
    return begin->second;
}

} // namespace

std::vector<KernelStep> diff(std::vector<Object> present, std::vector<Object> wanted) {
    Places places;
    places.reserve(present.size());
    for (std::size_t i = 0; i < present.size(); ++i)
        places.emplace(key(present[i]), i);
    std::vector<bool> kept(present.size());
    std::vector<KernelStep> steps;
    for (auto& object : wanted) {
        const auto place = find(places, present, object);
        if (!place) {
            steps.push_back({Verb::add, std::move(object), {}});
            continue;
        }
        kept[*place] = true;
        if (present[*place] != object)
            steps.push_back({Verb::change, std::move(object), std::move(present[*place])});
    }
    for (std::size_t i = 0; i < present.size(); ++i)
        if (!kept[i]) steps.push_back({Verb::remove, std::move(present[i]), {}});
    std::ranges::stable_sort(steps, before);
    return steps;
}

std::vector<KernelStep> repairs(const std::vector<KernelStep>& steps,
                                const std::vector<Object>& before) {
    std::unordered_map<std::string, const Object*> there;
    there.reserve(before.size());
    for (const auto& object : before)
        there.emplace(key(object), &object);
    std::vector<KernelStep> found;
    for (const auto& step : steps) {
        const auto place = there.find(key(step.object));
        const bool was_there = place != there.end() && *place->second == step.object;
        if (was_there == (step.verb != Verb::remove)) found.push_back(step);
    }
    return found;
}

} // namespace pic::plan
