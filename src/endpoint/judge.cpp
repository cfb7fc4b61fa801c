#include "endpoint/judge.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace pic::endpoint {

using control::Found;
using control::Heard;
using control::Reach;

namespace {

// What providers put between themselves and customers that share an address: RFC 6598, and the
// customer's side of DS-Lite and 464XLAT (RFC 6333, 7335).
bool is_shared(const net::Address& address) {
    static const std::array ranges = {*net::Prefix::parse("100.64.0.0/10"),
                                      *net::Prefix::parse("192.0.0.0/29")};
    return std::ranges::any_of(ranges, [&](const auto& range) { return range.contains(address); });
}

// Why this is the provider's NAT; empty: nothing says so.
std::string carrier_reason(const Uplink4& uplink, const Heard& heard) {
    if (is_shared(uplink.address))
        return fmt::format("{}'s address {} is of a range for shared access", uplink.device,
                           uplink.address.text());
    if (heard.router && !net::is_public(*heard.router))
        return fmt::format("the router's own address is {}, which is not public",
                           heard.router->text());
    if (heard.router && heard.stun && *heard.router != *heard.stun)
        return fmt::format("the router's own address is {}, but {} sees {}", heard.router->text(),
                           heard.stun_server, heard.stun->text());
    if (!heard.router && heard.hop && is_shared(*heard.hop))
        return fmt::format("behind the router comes {}, of a range for shared access",
                           heard.hop->text());
    return {};
}

std::string how_nat(const Evidence& evidence) {
    const auto& heard = evidence.heard;
    if (heard.router)
        return heard.stun ? fmt::format("the router says its address is {}, and {} sees the same",
                                        heard.router->text(), heard.stun_server)
                          : fmt::format("the router says its address is {}", heard.router->text());
    if (heard.stun)
        return fmt::format("{} sees {}; the router does not say what its address is",
                           heard.stun_server, heard.stun->text());
    return evidence.stun_allowed
               ? "neither the router nor a STUN server says what the address is"
               : "the router does not say what its address is, and STUN is switched off";
}

void judge_ipv4(const Evidence& evidence, const Uplink4& uplink, Found& found) {
    const auto& heard = evidence.heard;
    found.device = uplink.device;
    found.local = uplink.address;
    found.gateway = uplink.gateway;
    if (net::is_public(uplink.address)) {
        found.reach = Reach::open;
        found.public4 = uplink.address;
        found.how =
            fmt::format("{} has the public address {}", uplink.device, found.public4->text());
        return;
    }
    found.heard = heard;
    if (heard.stun && std::ranges::binary_search(evidence.uplinks.own4, *heard.stun)) {
        found.reach = Reach::open;
        found.public4 = heard.stun;
        found.how = fmt::format("{} sees {}, an address of this machine", heard.stun_server,
                                heard.stun->text());
    } else if (auto reason = carrier_reason(uplink, heard); !reason.empty()) {
        found.reach = Reach::carrier_nat;
        found.how = std::move(reason);
    } else {
        found.reach = heard.router ? Reach::nat : Reach::nat_unknown;
        found.public4 = heard.router ? heard.router : heard.stun;
        found.how = how_nat(evidence);
    }
}

void judge_ipv6_alone(const Uplinks& uplinks, Found& found) {
    found.reach = uplinks.public6 ? Reach::open : Reach::nat_unknown;
    found.how = uplinks.public6 ? fmt::format("there is only IPv6, with the public address {}",
                                              uplinks.public6->text())
                                : "there is only IPv6, and without a public address";
}

bool same_uplink(const Found& before, const Uplink4& now) {
    return before.device == now.device && before.local == now.address &&
           before.gateway == now.gateway;
}

// What was said now, if anything, is what was said before.
bool says_the_same(const std::optional<net::Address>& before,
                   const std::optional<net::Address>& now) {
    return !now || now == before;
}

} // namespace

Evidence remember(const Found& before, Evidence now) {
    auto& heard = now.heard;
    const auto& old = before.heard;
    if (!now.uplinks.v4 || !same_uplink(before, *now.uplinks.v4) ||
        !says_the_same(old.stun, heard.stun) || !says_the_same(old.router, heard.router))
        return now;
    if (!heard.stun && now.stun_allowed) {
        heard.stun = old.stun;
        heard.stun_server = old.stun_server;
    }
    if (!heard.router) heard.router = old.router;
    if (!heard.hop) heard.hop = old.hop;
    return now;
}

Found judge(const Evidence& evidence) {
    const auto& uplinks = evidence.uplinks;
    Found found;
    found.public6 = uplinks.public6;
    if (uplinks.v4) {
        judge_ipv4(evidence, *uplinks.v4, found);
    } else if (uplinks.v6) {
        judge_ipv6_alone(uplinks, found);
    } else {
        found.reach = Reach::offline;
        found.how = "this machine has no default route";
    }
    return found;
}

Found next_verdict(const Found& before, const Evidence& now) {
    auto found = judge(remember(before, now));
    if (found.reach == Reach::offline) {
        auto kept = before;
        kept.reach = found.reach;
        kept.how = std::move(found.how);
        return kept;
    }
    if (found.reach == Reach::nat_unknown && found.local && !found.public4)
        found.public4 = before.public4;
    return found;
}

} // namespace pic::endpoint
