#include "hostfirewall/judge.hpp"

#include <algorithm>
#include <linux/netfilter_ipv4.h>
#include <map>
#include <tuple>

#include "hostfirewall/rule.hpp"
#include "net/ledger.hpp"

namespace pic::hostfirewall {

namespace nf = ports::netfilter;

namespace {

// More than any ruleset needs for one packet. What takes longer is not decided.
constexpr int most_rules = 200'000;

// What may come of a packet: of one rule, or of a whole chain.
struct Outcome {
    bool accepted = false, dropped = false;
    bool returned = false;  // to the chain that jumped here
    bool continued = false; // with the next rule
    const nf::Chain* chain = nullptr;
    const nf::Rule* rule = nullptr; // where it was dropped first

    void add(const Outcome& other) {
        accepted = accepted || other.accepted;
        returned = returned || other.returned;
        continued = continued || other.continued;
        if (!other.dropped || dropped) return;
        dropped = true;
        chain = other.chain;
        rule = other.rule;
    }
};

class Walk {
  public:
    Walk(const nf::Ruleset& ruleset, Packet packet) :
        ruleset_(ruleset), packet_(std::move(packet)) {}

    // As it was sent in, with the marks that rules gave it.
    const Packet& packet() const { return packet_; }

    Outcome through(const nf::Chain& chain) {
        if (const auto seen = seen_.find(&chain); seen != seen_.end()) return seen->second;
        // A chain that leads back to itself, which the kernel does not allow, is not decided.
        seen_[&chain] = {true, true, true, false, &chain, nullptr};
        Outcome outcome;
        outcome.continued = true;
        for (const auto& rule : chain.rules) {
            const auto marks = std::tuple(packet_.mark, packet_.connection_mark);
            outcome.continued = false;
            outcome.add(through(rule, chain));
            // Chains may judge the packet otherwise now.
            if (marks != std::tuple(packet_.mark, packet_.connection_mark)) seen_.clear();
            if (!outcome.continued) break;
        }
        outcome.returned = outcome.returned || std::exchange(outcome.continued, false);
        seen_[&chain] = outcome;
        return outcome;
    }

  private:
    Outcome through(const nf::Rule& rule, const nf::Chain& chain) {
        if (++walked_ > most_rules) return {true, true, false, true, &chain, &rule};
        const auto applied = apply(rule, chain, ruleset_, packet_);
        Outcome outcome;
        outcome.continued = applied.applies != Truth::yes || applied.verdicts.empty();
        if (applied.applies == Truth::no) return outcome;
        for (const auto& verdict : applied.verdicts)
            outcome.add(decide(verdict, rule, chain));
        return outcome;
    }

    Outcome decide(const nf::Verdict& verdict, const nf::Rule& rule, const nf::Chain& chain) {
        const Outcome undecided{true, true, false, true, &chain, &rule};
        using enum nf::Verdict::Kind;
        switch (verdict.kind) {
        case accept:
            return {.accepted = true};
        case drop:
            return {.dropped = true, .chain = &chain, .rule = &rule};
        case give_back:
            return {.returned = true};
        case go_on:
            return {.continued = true};
        case jump:
        case go_to: {
            const auto* target = find(verdict.chain, chain);
            if (target == nullptr) return undecided;
            auto there = through(*target);
            if (verdict.kind == jump) std::swap(there.returned, there.continued);
            return there;
        }
        default:
            return undecided;
        }
    }

    const nf::Chain* find(const std::string& name, const nf::Chain& from) const {
        for (const auto& chain : ruleset_.chains)
            if (chain.name == name && chain.table == from.table && chain.family == from.family)
                return &chain;
        return nullptr;
    }

    const nf::Ruleset& ruleset_;
    Packet packet_;
    std::map<const nf::Chain*, Outcome> seen_;
    int walked_ = 0;
};

// The cell's own chain that gives a peer's packets their mark comes in between.
bool before_marking(const nf::Base& base) {
    return base.hook == nf::Hook::prerouting && base.priority <= NF_IP_PRI_MANGLE;
}

// The mark that others gave, with the cell's own bits in it.
std::optional<std::uint32_t> joined(std::optional<std::uint32_t> others,
                                    std::optional<std::uint32_t> own) {
    if (!others || !own) return {};
    return (*others & ~net::mark_mask) | (*own & net::mark_mask);
}

// Translation looks at the first packet of a connection alone.
bool on_the_way(const nf::Chain& chain, const Packet& packet) {
    if (!chain.base || (chain.base->type == "nat" && packet.reply)) return false;
    if (chain.family == (packet.ipv6() ? nf::Family::ip : nf::Family::ip6)) return false;
    switch (chain.base->hook) {
    case nf::Hook::prerouting:
        return true;
    case nf::Hook::input:
        return !packet.out;
    case nf::Hook::forward:
    case nf::Hook::postrouting:
        return packet.out.has_value();
    default:
        return false;
    }
}

// The base chains that the packet comes to, in its order.
std::vector<const nf::Chain*> way(const nf::Ruleset& ruleset, const Packet& packet) {
    std::vector<const nf::Chain*> chains;
    for (const auto& chain : ruleset.chains)
        if (on_the_way(chain, packet)) chains.push_back(&chain);
    std::ranges::stable_sort(chains, {}, [](const auto* chain) {
        return std::tuple(chain->base->hook, chain->base->priority);
    });
    return chains;
}

} // namespace

std::vector<Drop> judge(const nf::Ruleset& ruleset, const Packet& packet) {
    std::vector<Drop> drops;
    auto travelling = packet;
    bool marked = packet.mark == 0U; // by the cell, or it never will be
    if (!marked) travelling.mark = 0;
    if (!marked && !packet.reply) travelling.connection_mark = 0;
    for (const auto* chain : way(ruleset, packet)) {
        if (!marked && !before_marking(*chain->base)) {
            marked = true;
            travelling.mark = packet.reply ? joined(travelling.mark, packet.mark) : packet.mark;
            travelling.connection_mark = joined(travelling.connection_mark, packet.connection_mark);
        }
        // Before a packet is routed nobody knows by which device it leaves.
        auto seen = travelling;
        if (chain->base->hook == nf::Hook::prerouting && seen.out) seen.out->name.clear();
        Walk walk(ruleset, std::move(seen));
        auto outcome = walk.through(*chain);
        travelling.mark = walk.packet().mark;
        travelling.connection_mark = walk.packet().connection_mark;
        if (outcome.returned && chain->base->drops)
            outcome.add({.dropped = true, .chain = chain});
        else if (outcome.returned)
            outcome.accepted = true;
        if (outcome.dropped)
            drops.push_back({chain, outcome.chain, outcome.rule, !outcome.accepted});
    }
    return drops;
}

} // namespace pic::hostfirewall
