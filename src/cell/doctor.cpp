#include "cell/doctor.hpp"

#include <algorithm>
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

void examine_servers(const control::Observed& observed, Findings& findings) {
    for (const auto& [unit, server] : observed.servers) {
        if (server.health == Health::bad)
            findings.push_back({"server." + unit, Severity::problem, unit,
                                unit + " does not work: " + server.message,
                                "what it does for the devices is missing until it does",
                                "picctl unit list; journalctl -u " + unit});
        if (server.health == Health::stopped && server.unit.load != "")
            findings.push_back({"stopped." + unit, Severity::warning, unit,
                                unit + ": " + server.message,
                                "what it does for the devices is missing", {}});
        if (server.unit.overridden)
            findings.push_back({"override." + unit, Severity::note, unit,
                                unit + " is changed by the administrator",
                                "it may behave otherwise than the cell expects",
                                "systemctl cat " + unit + "; to undo: systemctl revert " + unit});
    }
}

void examine_host(const model::View& view, const control::Observed& observed, Findings& findings) {
    if (ports::default_route(observed.host, net::Family::v4) == nullptr &&
        ports::default_route(observed.host, net::Family::v6) == nullptr)
        findings.push_back({"uplink.missing", Severity::problem, "uplink",
                            "this machine has no way to the internet", "neither have the devices",
                            "ip route show default; mend the machine's network"});
    for (const auto& range : {view.wireguard.value.ipv4, view.wireguard.value.ipv6})
        if (const auto* route = met_by(range, observed.host))
            findings.push_back(
                {"range.overlap", Severity::problem, route->device,
                 "the VPN's range " + range.text() + " overlaps " + route->destination.text() +
                     " on " + route->device,
                 "devices or that network cannot be reached", "picctl wireguard update --ipv4 …"});
}

void examine_plane(const control::Observed& observed, Findings& findings) {
    for (const auto& failure : observed.failures)
        findings.push_back({"plane.refused", Severity::problem, "kernel",
                            "the kernel refused a step: " + failure,
                            "what the step was for does not work", "journalctl -u picd"});
}

} // namespace

Findings examine(const control::Snapshot& snapshot, Time now) {
    const auto& observed = *snapshot.observed;
    Findings findings = observed.findings;
    if (now < clock_floor())
        findings.push_back({"clock.past", Severity::problem, "clock",
                            "this machine's clock is before the day picd was built",
                            "no certificate and no expiry is judged until it is right",
                            "it heals when a time server answers"});
    if (!snapshot.view->set_up())
        findings.push_back({"setup", Severity::note, "cell", "the cell is not set up yet",
                            "nothing is served before", "sudo picctl setup"});
    examine_servers(observed, findings);
    if (snapshot.view->set_up()) {
        examine_host(*snapshot.view, observed, findings);
        std::ranges::move(control::examine_endpoint(*snapshot.view, observed),
                          std::back_inserter(findings));
        examine_plane(observed, findings);
    }
    std::ranges::stable_sort(findings, std::ranges::greater{}, &Finding::severity);
    return findings;
}

} // namespace pic::cell
