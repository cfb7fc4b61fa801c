#include "hostfirewall/words.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/services.hpp"
#include "net/ledger.hpp"

namespace pic::hostfirewall {

namespace nf = ports::netfilter;
using control::Need;

namespace {

struct NeedText {
    std::string_view id, dropped, why;
};
constexpr std::array need_texts = {
    NeedText{"wireguard", "UDP port {}, by which devices connect", "no device can connect"},
    NeedText{"names", "DNS from devices", "devices resolve no names"},
    NeedText{"time", "time from devices", "devices get no time from the cell"},
    NeedText{"web", "HTTPS from devices", "devices do not reach the cell's pages and services"},
    NeedText{"forwarding", "what is forwarded for devices",
             "devices reach neither the internet nor the LAN"},
    NeedText{"devices", "what devices send each other", "devices do not reach each other"},
};
const NeedText& text_of(Need need) {
    return need_texts[static_cast<std::size_t>(need)];
}

// Rules in the words of iptables and of nft, where there is a way to say them.
struct RuleText {
    std::string iptables, nft;
};
std::vector<RuleText> rules_for(Need need, std::uint16_t port) {
    std::vector<RuleText> rules;
    const auto device = net::cell_device;
    switch (need) {
    case Need::wireguard:
        return {{fmt::format("-p udp --dport {}", port), fmt::format("udp dport {}", port)}};
    case Need::forwarding:
        return {{fmt::format("-i {}", device), fmt::format("iifname {}", device)},
                {fmt::format("-o {} -m conntrack --ctstate ESTABLISHED,RELATED", device),
                 fmt::format("oifname {} ct state established,related", device)}};
    case Need::devices:
        return {
            {fmt::format("-i {0} -o {0}", device), fmt::format("iifname {0} oifname {0}", device)}};
    default:
        break;
    }
    for (const auto& service : services)
        for (const auto* protocol : {"udp", "tcp"}) {
            const bool served = protocol[0] == 'u' ? service.udp : service.tcp;
            if (service.name != text_of(need).id || !served) continue;
            rules.push_back(
                {fmt::format("-i {} -p {} --dport {}", device, protocol, service.port),
                 fmt::format("iifname {} {} dport {}", device, protocol, service.port)});
        }
    return rules;
}

std::string family_of(nf::Family family) {
    return family == nf::Family::inet ? "inet" : family == nf::Family::ip ? "ip" : "ip6";
}

// Names of tables and chains may be anything; only plain ones are put into a command.
bool plain(const std::string& name) {
    return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
    });
}

std::string place_of(const Drop& drop) {
    const auto table = fmt::format("table {} {}", family_of(drop.chain->family),
                                   plain(drop.chain->table) ? drop.chain->table : "?");
    const auto chain = plain(drop.chain->name) ? drop.chain->name : "?";
    if (drop.rule == nullptr) return fmt::format("policy of chain {} in {}", chain, table);
    return fmt::format("rule {} in chain {} of {}", drop.rule->handle, chain, table);
}

std::string by_hand(FirewallKind kind, const Blame& blame, std::uint16_t port) {
    const auto& base = *blame.drop.base;
    if (!plain(base.table) || !plain(base.name)) return "let it through in that chain";
    std::vector<std::string> lines;
    for (const auto& rule : rules_for(blame.need, port)) {
        if (kind == FirewallKind::nftables) {
            lines.push_back(fmt::format("nft insert rule {} {} {} {} accept",
                                        family_of(base.family), base.table, base.name, rule.nft));
            continue;
        }
        for (const auto family : blame.families)
            lines.push_back(fmt::format("{} -t {} -I {} {} -j ACCEPT",
                                        family == net::Family::v4 ? "iptables" : "ip6tables",
                                        base.table, base.name, rule.iptables));
    }
    return fmt::format("sudo {}; and where these rules are kept, so that a reboot brings it back",
                       fmt::join(lines, "; sudo "));
}

std::string over(const std::set<net::Family>& families) {
    if (families.size() > 1) return "";
    return families.contains(net::Family::v4) ? " over IPv4" : " over IPv6";
}

} // namespace

control::Obstacle describe(FirewallKind kind, const Blame& blame, std::uint16_t port) {
    const auto dropped = fmt::format(fmt::runtime(text_of(blame.need).dropped), port);
    control::Obstacle obstacle{kind, blame.need, blame.drop.certain, {}, place_of(blame.drop), {}};
    obstacle.what =
        fmt::format("{} {} {}{}", name_of(kind), blame.drop.certain ? "drops" : "may drop", dropped,
                    over(blame.families));
    obstacle.remedy = manageable(kind) ? fmt::format("sudo picctl firewall open {}", name_of(kind))
                                       : by_hand(kind, blame, port);
    return obstacle;
}

std::vector<std::string> steps_of(FirewallKind kind, std::uint16_t port) {
    const auto forwarding = fmt::format(
        "forward what comes from {} and the answers to it; the cell goes on deciding which device "
        "may go where",
        net::cell_device);
    if (kind == FirewallKind::docker) return {forwarding + " (chain DOCKER-USER)"};
    std::vector<std::string> steps = {
        fmt::format("allow UDP port {} from anywhere, for WireGuard", port),
        fmt::format("allow UDP {} and TCP {} on {}: names, time and the cell's pages for devices",
                    service_ports(false, ", "), service_ports(true, ", "), net::cell_device),
        forwarding};
    if (kind == FirewallKind::firewalld)
        steps.push_back("all this as a zone pic and the policies pic-in and pic-out; firewalld is "
                        "reloaded, so changes that were made to its running state alone are lost");
    else
        steps.push_back("each as a rule of ufw with the comment picd");
    return steps;
}

std::vector<control::Finding> findings(const control::HostFirewalls& firewalls,
                                       std::uint16_t port) {
    using control::Severity;
    std::vector<control::Finding> result;
    for (const auto& obstacle : firewalls.obstacles) {
        const auto& text = text_of(obstacle.need);
        result.push_back({fmt::format("firewall.{}.{}", name_of(obstacle.kind), text.id),
                          obstacle.certain ? Severity::problem : Severity::warning,
                          std::string(name_of(obstacle.kind)),
                          fmt::format("{} ({})", obstacle.what, obstacle.where),
                          std::string(text.why), obstacle.remedy});
    }
    for (const auto& firewall : firewalls.present)
        if (firewall.opened != 0 && firewall.opened != port)
            result.push_back({fmt::format("firewall.{}.port", name_of(firewall.kind)),
                              Severity::warning, std::string(name_of(firewall.kind)),
                              fmt::format("{} is open for the old port {}", name_of(firewall.kind),
                                          firewall.opened),
                              "nothing listens there any more",
                              fmt::format("sudo picctl firewall open {}", name_of(firewall.kind))});
    if (firewalls.legacy)
        result.push_back(
            {"firewall.legacy", Severity::note, "iptables-legacy",
             "there may be rules of iptables-legacy, which picd cannot look into",
             "if devices do not connect, these may be what stops them",
             "look: sudo iptables-legacy -S; sudo ip6tables-legacy -S; and take out there what "
             "should not be"});
    return result;
}

} // namespace pic::hostfirewall
