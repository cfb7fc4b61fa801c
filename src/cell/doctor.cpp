#include "cell/doctor.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "cell/ranges.hpp"
#include "control/reach.hpp"
#include "ports/host.hpp"

namespace pic::cell {

using control::Finding;
using control::Health;
using control::Severity;

namespace {

using Findings = std::vector<Finding>;

// How a person writes it: "dns" for "pic-dns.service".
std::string short_name(std::string unit) {
    if (unit.starts_with("pic-")) unit.erase(0, 4);
    return unit.substr(0, unit.find(".service"));
}

Finding broken(const std::string& unit, const control::ServerState& server) {
    Finding finding{"server." + unit,
                    Severity::problem,
                    unit,
                    unit + " does not work: " + server.message,
                    "what it does for the devices is missing until it does",
                    "picctl unit log " + short_name(unit) + " shows what it said"};
    const auto holder = std::ranges::find_if(
        server.taken, [&](const auto& each) { return server.message == ports::text(each); });
    if (holder != server.taken.end())
        finding.remedy = ports::remedy(*holder) + "; " + unit + " takes the port when it is free";
    else if (!server.log.empty())
        finding.why += "; it said last: " + server.log.back().text;
    return finding;
}

// It works without them: pic-web, which has 8443 too.
void examine_taken_ports(const std::string& unit, const control::ServerState& server,
                         Findings& findings) {
    if (server.health != Health::good) return;
    for (const auto& holder : server.taken) {
        const bool https = holder.port.number == 443;
        findings.push_back(
            {"port." + std::to_string(holder.port.number),
             https ? Severity::warning : Severity::note, unit,
             (https ? "the web pages are on port 8443 only, because "
                    : "http:// addresses do not lead to the web pages, because ") +
                 ports::text(holder),
             https ? "an address without :8443 leads to the other program"
                   : "a person has to write https:// in front",
             ports::remedy(holder) + "; " + unit + " takes the port when it is free"});
    }
}

void examine_health(const control::Observed& observed, Findings& findings) {
    for (const auto& [unit, server] : observed.servers)
        if (server.health == Health::bad) findings.push_back(broken(unit, server));
}

// Of one that a person stopped; what waits for the VPN's device starts by itself.
std::string way_back(const std::string& unit, const control::Observed& observed) {
    const auto start = "picctl unit start " + short_name(unit);
    if (observed.servers.at(unit).unit.load == "masked")
        return "sudo systemctl unmask " + unit + ", then " + start;
    return ports::find_link(observed.host, net::cell_device) == nullptr ? std::string() : start;
}

void examine_servers(const control::Observed& observed, Findings& findings) {
    for (const auto& [unit, server] : observed.servers) {
        examine_taken_ports(unit, server, findings);
        if (server.health == Health::stopped && !server.unit.load.empty())
            findings.push_back(
                {"stopped." + unit, Severity::warning, unit, unit + ": " + server.message,
                 "what it does for the devices is missing", way_back(unit, observed)});
        if (server.unit.overridden && server.unit.load != "masked")
            findings.push_back(
                {"override." + unit, Severity::note, unit,
                 unit + " is changed by the administrator",
                 "it may behave otherwise than the cell expects",
                 "systemctl cat " + unit + "; to undo: sudo systemctl revert " + unit});
    }
}

void examine_host(const model::View& view, const control::Observed& observed, Findings& findings) {
    if (ports::default_route(observed.host, net::Family::v4) == nullptr &&
        ports::default_route(observed.host, net::Family::v6) == nullptr)
        findings.push_back({"uplink.missing", Severity::problem, "uplink",
                            "this machine has no way to the internet", "neither have the devices",
                            "ip route show default; mend the machine's network"});
    const auto& wireguard = view.wireguard.value;
    const std::pair<net::Prefix, std::string> ranges[] = {{wireguard.ipv4, "--ipv4 "},
                                                          {wireguard.ipv6, "--ipv6 "}};
    for (const auto& [range, option] : ranges)
        if (const auto* route = met_by(range, observed.host))
            findings.push_back(
                {"range.overlap", Severity::problem, route->device,
                 "the VPN's range " + range.text() + " overlaps " + route->destination.text() +
                     " on " + route->device,
                 "devices whose addresses are in both get no answer",
                 "picctl wireguard update " + option + alternative_to(range, observed.host).text() +
                     "; then every device needs its new file: picctl peer issue NAME"});
}

void examine_clock(const control::Observed& observed, Time now, Findings& findings) {
    if (now >= clock_floor()) return;
    findings.push_back(
        {"clock.past", Severity::problem, "clock",
         "this machine's clock is before the day picd was built",
         "no certificate and no expiry is judged until it is right",
         "it heals when a time server answers; picctl unit log ntp shows what they say"});
    if (observed.plain_resolvers.empty()) return;
    std::string resolvers;
    for (const auto& address : observed.plain_resolvers)
        resolvers += (resolvers.empty() ? "" : ", ") + address.text();
    findings.push_back({"dns.clear_text", Severity::warning, "pic-dns.service",
                        "names are asked in clear text from the network's own servers (" +
                            resolvers + "), because this machine's clock is wrong",
                        "with a wrong clock no server can prove who it is; the network sees which "
                        "names the devices ask for, and could answer with others",
                        "it ends by itself when the clock is right"});
}

void examine_plane(const control::Observed& observed, Findings& findings) {
    for (const auto& failure : observed.failures)
        findings.push_back(
            {"plane.refused." + failure.substr(0, failure.find(": ")), Severity::problem, "kernel",
             "part of the VPN could not be set up: " + failure, "some devices may not connect",
             "picd tries again by itself; if this stays for minutes, sudo "
             "journalctl -u picd says more"});
}

void examine_time(const model::View& view, Findings& findings) {
    const auto& time = view.time.value;
    if (!time.nts_servers.empty() || !time.pool.empty()) return;
    const model::TimeService first;
    findings.push_back(
        {"time.no_source", Severity::warning, "pic-ntp.service",
         "the cell asks nobody for the time: there is neither an NTS server nor a pool",
         "this machine's clock drifts, and the devices' with it; when it is wrong, certificates "
         "are refused and sign-ins fail",
         fmt::format("for those that it began with: picctl time update --nts-servers {} --pool {}",
                     fmt::join(first.nts_servers, ","), first.pool)});
}

Finding not_set_up() {
    return {"setup",
            Severity::warning,
            "cell",
            "the cell is not set up yet",
            "nothing is served before",
            "sudo picctl setup"};
}

} // namespace

Findings examine(const control::Snapshot& snapshot, Time now) {
    const auto& view = *snapshot.view;
    const auto& observed = *snapshot.observed;
    Findings findings = observed.findings;
    examine_clock(observed, now, findings);
    examine_health(observed, findings);
    if (view.set_up()) {
        examine_servers(observed, findings);
        examine_host(view, observed, findings);
        std::ranges::move(control::examine_endpoint(view, observed), std::back_inserter(findings));
        examine_plane(observed, findings);
        examine_time(view, findings);
    }
    std::ranges::stable_sort(findings, std::ranges::greater{}, &Finding::severity);
    if (!view.set_up()) findings.insert(findings.begin(), not_set_up());
    return findings;
}

} // namespace pic::cell
