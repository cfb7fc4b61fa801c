#include "hostfirewall/kind.hpp"

#include <algorithm>
#include <array>

namespace pic::hostfirewall {

namespace nf = ports::netfilter;

namespace {

bool made_by_iptables(const nf::Chain& chain) {
    static constexpr std::array tables = {"filter", "mangle", "raw", "security"};
    static constexpr std::array chains = {"PREROUTING", "INPUT", "FORWARD", "OUTPUT",
                                          "POSTROUTING"};
    return chain.family != nf::Family::inet &&
           std::ranges::find(tables, chain.table) != tables.end() &&
           std::ranges::find(chains, chain.name) != chains.end();
}

// In the same table as `chain`.
template <class Test>
bool beside(const nf::Ruleset& ruleset, const nf::Chain& chain, Test test) {
    return std::ranges::any_of(ruleset.chains, [&](const nf::Chain& each) {
        return each.family == chain.family && each.table == chain.table && test(each.name);
    });
}

bool of_ufw(const std::string& chain) {
    return chain.starts_with("ufw");
}
bool of_docker(const std::string& chain) {
    return chain == "DOCKER-USER";
}

} // namespace

std::string_view name_of(FirewallKind kind) {
    static constexpr std::array names = {"ufw", "firewalld", "docker", "iptables", "nftables"};
    return names[static_cast<std::size_t>(kind)];
}

std::set<FirewallKind> recognised(const nf::Ruleset& ruleset) {
    std::set<FirewallKind> kinds;
    for (const auto& chain : ruleset.chains) {
        if (chain.table == "firewalld") kinds.insert(FirewallKind::firewalld);
        if (chain.table != "filter") continue;
        if (of_ufw(chain.name)) kinds.insert(FirewallKind::ufw);
        if (of_docker(chain.name)) kinds.insert(FirewallKind::docker);
    }
    return kinds;
}

// Where ufw and Docker share a chain, its policy is ufw's to be asked about: what ufw lets through
// passes Docker's rules too, and ufw remembers it.
FirewallKind kind_of(const nf::Ruleset& ruleset, const Drop& drop) {
    const auto& base = *drop.base;
    if (base.table == "firewalld") return FirewallKind::firewalld;
    if (!made_by_iptables(base)) return FirewallKind::nftables;
    const bool by_policy = drop.rule == nullptr;
    if (of_ufw(drop.chain->name) || (by_policy && beside(ruleset, base, of_ufw)))
        return FirewallKind::ufw;
    const bool forwards = base.base->hook == nf::Hook::forward;
    if (drop.chain->name.starts_with("DOCKER") ||
        (by_policy && forwards && beside(ruleset, base, of_docker)))
        return FirewallKind::docker;
    return FirewallKind::iptables;
}

} // namespace pic::hostfirewall
