#include "plan/diff.hpp"

#include <algorithm>
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

int rank(const KernelStep& step) { return std::visit(Rank{step.verb}, step.object); }

// Among rules, those that stop come first when adding (they have the highest priority numbers) and
// go last when removing; a route by gateway needs the on-link route before it.
struct Within {
    bool operator()(const Rule& a, const Rule& b) const { return a.priority > b.priority; }
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

} // namespace

std::vector<KernelStep> diff(std::vector<Object> present, std::vector<Object> wanted) {
    std::unordered_map<std::string, Object> left;
    left.reserve(present.size());
    for (auto& object : present) {
        auto name = key(object);
        left.insert_or_assign(std::move(name), std::move(object));
    }
    std::vector<KernelStep> steps;
    for (auto& object : wanted) {
        const auto found = left.find(key(object));
        if (found == left.end()) {
            steps.push_back({Verb::add, std::move(object), {}});
            continue;
        }
        if (found->second != object)
            steps.push_back({Verb::change, std::move(object), std::move(found->second)});
        left.erase(found);
    }
    for (auto& [name, object] : left) steps.push_back({Verb::remove, std::move(object), {}});
    std::ranges::stable_sort(steps, before);
    return steps;
}

} // namespace pic::plan
