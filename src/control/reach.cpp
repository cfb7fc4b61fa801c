#include "control/reach.hpp"

#include "control/endpoint.hpp"

namespace pic::control {

namespace {

constexpr const char* subject = "endpoint";
constexpr const char* set_it = "picctl endpoint set NAME-OR-ADDRESS";

// What the router is to do. The port that devices use may be another one than the cell listens on.
std::string forwarding(const model::View& view, const Observed& observed) {
    const auto inside = view.wireguard.value.port;
    const auto endpoint = endpoint_of_cell(view, observed);
    const auto outside = endpoint ? endpoint->port : inside;
    const auto& local = observed.endpoint.local;
    const auto host = local ? local->text() : "this machine";
    auto text = "forward UDP " + std::to_string(outside) + " to ";
    if (outside != inside) text += "port " + std::to_string(inside) + " of ";
    return text + host;
}

// A router lets nothing in over IPv6 either, unless it is told to.
std::string let_in_ipv6(const model::View& view, const net::Address& public6) {
    return "let UDP " + std::to_string(view.wireguard.value.port) + " to " + public6.text() +
           " through the router";
}

std::string nat_advice(const model::View& view, const Observed& observed) {
    auto text = forwarding(view, observed) + " in the router";
    if (observed.endpoint.reach == Reach::nat) return text;
    text += "; if that does not help the provider may share one address";
    const auto& public6 = observed.endpoint.public6;
    if (public6 && !view.endpoint.value.address)
        text += ", and IPv6 is left: " + let_in_ipv6(view, *public6) +
                ", and picctl endpoint set " + public6->text();
    return text;
}

// "public" is the address, not what a router before it lets through.
Finding ipv6_alone(const model::View& view, const net::Address& public6) {
    return {"endpoint.ipv6_alone",
            Severity::note,
            subject,
            "devices reach this machine over IPv6 alone",
            "a network without IPv6 keeps them out",
            let_in_ipv6(view, public6) + ", if there is one that asks"};
}

Finding missing(const Found& found) {
    if (found.reach == Reach::unknown)
        return {"endpoint.unknown",
                Severity::note,
                subject,
                "the cell is still finding out how the internet reaches it",
                "no device can be given its file before that",
                "it takes a few seconds"};
    return {"endpoint.missing",
            Severity::problem,
            subject,
            "the cell does not know under which address the internet finds it",
            "no device can be given its file before that",
            set_it};
}

Finding carrier(const model::View& view, const Found& found) {
    Finding finding{"endpoint.carrier_nat",
                    Severity::problem,
                    subject,
                    "the provider shares one public address among many customers (" + found.how +
                        ")",
                    "nothing can reach this machine from outside over IPv4",
                    "ask the provider for a public address, or put the cell on a rented server"};
    if (view.endpoint.value.address) {
        finding.severity = Severity::note;
        finding.remedy = "make sure that " + view.endpoint.value.address->host + " leads here";
    } else if (found.public6) {
        finding.severity = Severity::warning;
        finding.why =
            "devices reach this machine over IPv6 alone; a network without IPv6 keeps them out";
        finding.remedy = let_in_ipv6(view, *found.public6) +
                         "; use devices' networks with IPv6, or ask the provider for a public IPv4 "
                         "address";
    }
    return finding;
}

} // namespace

std::string reach_text(const model::View& view, const Observed& observed) {
    const auto& found = observed.endpoint;
    switch (found.reach) {
    case Reach::unknown:
        return "not looked yet";
    case Reach::open:
        return "public";
    case Reach::nat:
        return "behind NAT: " + nat_advice(view, observed);
    case Reach::nat_unknown:
        return "NAT, not known which: " + nat_advice(view, observed);
    case Reach::carrier_nat:
        return found.public6 ? "behind carrier NAT: reached over IPv6 alone"
                             : "behind carrier NAT: not reached from outside";
    case Reach::offline:
        return "no way to the internet";
    }
    return {};
}

std::vector<Finding> examine_endpoint(const model::View& view, const Observed& observed) {
    const auto& found = observed.endpoint;
    std::vector<Finding> findings;
    if (!endpoint_of_cell(view, observed)) findings.push_back(missing(found));
    if (found.reach == Reach::carrier_nat) findings.push_back(carrier(view, found));
    if (found.reach == Reach::open && !found.public4 && found.public6 &&
        !view.endpoint.value.address)
        findings.push_back(ipv6_alone(view, *found.public6));
    if (found.reach != Reach::nat && found.reach != Reach::nat_unknown) return findings;
    const bool known = found.reach == Reach::nat;
    findings.push_back({known ? "endpoint.nat" : "endpoint.nat_unknown", Severity::note, subject,
                        known ? "this machine is behind a router's NAT"
                              : "this machine is behind NAT, not known which",
                        "devices outside reach it only if the router forwards the port",
                        nat_advice(view, observed)});
    if (!view.endpoint.value.address && found.public4)
        findings.push_back(
            {"endpoint.may_change", Severity::note, subject,
             "devices are told the address " + found.public4->text() +
                 ", which a provider may change",
             "after a change every device needs a new file",
             "have a name lead here (dynamic DNS) and set it: picctl endpoint set NAME"});
    return findings;
}

} // namespace pic::control
