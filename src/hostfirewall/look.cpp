#include "hostfirewall/look.hpp"

#include <charconv>
#include <map>

#include "control/findings.hpp"
#include "hostfirewall/probes.hpp"
#include "hostfirewall/words.hpp"

namespace pic::hostfirewall {

using control::HostFirewalls;

namespace {

constexpr std::array manageable_kinds = {FirewallKind::ufw, FirewallKind::firewalld,
                                         FirewallKind::docker};

// pic-firewall's StateDirectory=; root's, and readable.
std::string record_path(FirewallKind kind) {
    return "/var/lib/pic-firewall/" + std::string(name_of(kind));
}

std::vector<control::HostFirewall> present(ports::Files& files,
                                           const std::vector<control::HostFirewall>& active) {
    std::vector<control::HostFirewall> result;
    for (const auto kind : manageable_kinds) {
        const bool runs =
            std::ranges::any_of(active, [&](const auto& each) { return each.kind == kind; });
        const auto record = files.read(record_path(kind));
        const auto port = record && *record ? opened_port(**record) : std::uint16_t{0};
        if (runs || port != 0) result.push_back({kind, runs, port});
    }
    for (const auto& each : active)
        if (!manageable(each.kind)) result.push_back(each);
    return result;
}

void publish(control::Control& control, HostFirewalls firewalls) {
    auto found = findings(firewalls, control.durable_context().view.wireguard.value.port);
    if (control.snapshot()->observed->firewalls != firewalls)
        control.observe([&](auto& observed) { observed.firewalls = std::move(firewalls); },
                        {"firewall", "", 0});
    tell_findings(control, "firewall", std::move(found));
}

} // namespace

HostFirewalls judge_all(const ports::netfilter::Ruleset& ruleset, const model::View& view,
                        const ports::Host& host) {
    std::map<std::pair<FirewallKind, control::Need>, Blame> blames;
    std::set<FirewallKind> kinds = recognised(ruleset);
    for (const auto& probe : probes(view, host))
        for (const auto& drop : judge(ruleset, probe.packet)) {
            const auto kind = kind_of(ruleset, drop);
            kinds.insert(kind);
            auto& blame =
                blames.try_emplace({kind, probe.need}, Blame{probe.need, drop, {}}).first->second;
            if (drop.certain && !blame.drop.certain) {
                blame.drop = drop;
                blame.families.clear();
            }
            if (drop.certain == blame.drop.certain)
                blame.families.insert(probe.packet.from.family());
        }
    HostFirewalls result;
    result.legacy = ruleset.legacy && view.set_up();
    for (const auto kind : kinds)
        result.present.push_back({kind, true, 0});
    for (const auto& [place, blame] : blames)
        result.obstacles.push_back(describe(place.first, blame, view.wireguard.value.port));
    return result;
}

std::uint16_t opened_port(std::string_view record) {
    constexpr std::string_view key = "port ";
    if (!record.starts_with(key)) return 0;
    record.remove_prefix(key.size());
    std::uint16_t port = 0;
    std::from_chars(record.data(), record.data() + record.size(), port);
    return port;
}

void look(control::Control& control, Looked done) {
    control.world().kernel.submit(
        [&control, done = std::move(done), seen = control.snapshot()](ports::Kernel& kernel) {
            const auto began = std::chrono::steady_clock::now();
            auto firewalls = kernel.netfilter().map([&](const auto& ruleset) {
                auto judged = judge_all(ruleset, *seen->view, seen->observed->host);
                judged.present = present(control.world().files, judged.present);
                return judged;
            });
            const auto took = std::chrono::steady_clock::now() - began;
            boost::asio::post(control.world().loop,
                              [&control, done, took, firewalls = std::move(firewalls)]() mutable {
                                  if (!firewalls) return done(fail(std::move(firewalls).error()));
                                  publish(control, std::move(*firewalls));
                                  done(took);
                              });
        });
}

} // namespace pic::hostfirewall
