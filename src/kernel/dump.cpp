// Reading what is there.
#include <algorithm>
#include <cerrno>
#include <map>

#include "kernel/addresses.hpp"
#include "kernel/elements.hpp"
#include "kernel/netlink_kernel.hpp"
#include "kernel/routes.hpp"
#include "kernel/rules.hpp"

namespace pic::kernel {

using namespace ports;

namespace {

constexpr std::uint32_t local_table = 255; // linux/rtnetlink.h
constexpr std::string_view loopback = "lo";
constexpr net::Family families[] = {net::Family::v4, net::Family::v6};

bool is_own(std::string_view device) {
    return device == net::cell_device;
}

std::string name_of(const Host& host, int index) {
    for (const auto& link : host.links)
        if (link.index == index) return link.name;
    return {};
}

bool has_device(const Host& host) {
    return std::ranges::any_of(host.links, [](const auto& link) { return is_own(link.name); });
}

} // namespace

Result<Snapshot> NetlinkKernel::dump(const net::Ledger& ledger) {
    Snapshot snapshot;
    PIC_TRY(dump_links(snapshot));
    PIC_TRY(dump_addresses(snapshot));
    PIC_TRY(dump_routes(ledger, snapshot));
    PIC_TRY(dump_rules(ledger, snapshot));
    PIC_TRY(dump_ruleset(snapshot));
    if (has_device(snapshot.host)) PIC_TRY(dump_wireguard(snapshot));
    return snapshot;
}

bool NetlinkKernel::forwards_unasked(const FoundLink& found, bool routed) const {
    const auto before = settings_memory_.of(found.link.index);
    return routed || (before ? before->forwarding : found.settings && found.settings->forwarding);
}

Status NetlinkKernel::dump_links(Snapshot& snapshot) {
    auto message = list_links();
    std::vector<Object> settings;
    std::optional<bool> own_ipv6, any_ipv6;
    const bool routed = others_route();
    const auto answer = route_.dump(
        message,
        [&] {
            snapshot.host.links.clear();
            settings.clear();
            own_ipv6 = any_ipv6 = std::nullopt;
        },
        [&](const Socket::Part& part) {
            auto found = decode_link(part.type, part.payload);
            if (!found) return;
            if (found->settings && settings_memory_.knows(found->link.index))
                settings.push_back(*found->settings);
            found->link.forwards = forwards_unasked(*found, routed);
            found->link.lent = settings_memory_.knows(found->link.index) && !found->link.forwards &&
                               !is_own(found->link.name);
            if (is_own(found->link.name)) own_ipv6 = found->ipv6;
            if (found->link.name == loopback) any_ipv6 = found->ipv6;
            snapshot.host.links.push_back(std::move(found->link));
        });
    PIC_TRY(status(answer, "the devices cannot be listed"));
    settings_memory_.keep(snapshot.host.links);
    std::ranges::move(settings, std::back_inserter(snapshot.objects));
    // Before there is a device of the cell, the one that every machine has tells best.
    snapshot.host.ipv6 = own_ipv6.value_or(any_ipv6.value_or(true));
    return {};
}

Status NetlinkKernel::dump_addresses(Snapshot& snapshot) {
    auto message = list_addresses();
    std::vector<FoundAddress> found;
    const auto answer = route_.dump(
        message, [&] { found.clear(); },
        [&](const Socket::Part& part) {
            if (const auto address = decode_address(part.type, part.payload))
                found.push_back(*address);
        });
    for (const auto& each : found) {
        const auto device = name_of(snapshot.host, each.index);
        if (device.empty()) continue;
        if (!is_own(device))
            snapshot.host.addresses.push_back({device, each.address, each.length, each.lasting});
        else if (!net::is_link_local(each.address)) // the kernel adds and keeps these
            snapshot.objects.push_back(DeviceAddress{device, each.address, each.length});
    }
    return status(answer, "the addresses cannot be listed");
}

Status NetlinkKernel::dump_routes(const net::Ledger& ledger, Snapshot& snapshot) {
    std::vector<FoundRoute> found;
    for (const auto family : families) {
        std::vector<FoundRoute> routes;
        auto message = list_routes(family);
        const auto answer = route_.dump(
            message, [&] { routes.clear(); },
            [&](const Socket::Part& part) {
                // A kernel without a family answers with the routes of the others.
                auto route = decode_route(part.type, part.payload);
                if (route && route->route.destination.family() == family)
                    routes.push_back(std::move(*route));
            });
        PIC_TRY(status(answer, "the routes cannot be listed"));
        std::ranges::move(routes, std::back_inserter(found));
    }
    for (auto& each : found) {
        if (each.index != 0) each.route.device = name_of(snapshot.host, each.index);
        const bool gone = each.index != 0 && each.route.device.empty();
        if (ledger.owns_table(each.route.table))
            snapshot.objects.push_back(std::move(each.route));
        else if (each.route.table != local_table && !gone && !is_own(each.route.device))
            (each.route.table == net::main_table ? snapshot.host.routes : snapshot.host.others)
                .push_back(std::move(each.route));
    }
    return {};
}

Status NetlinkKernel::dump_rules(const net::Ledger& ledger, Snapshot& snapshot) {
    for (const auto family : families) {
        std::vector<Rule> rules;
        auto message = list_rules(family);
        const auto answer = route_.dump(
            message, [&] { rules.clear(); },
            [&](const Socket::Part& part) {
                auto rule = decode_rule(part.type, part.payload);
                if (rule && ledger.owns_priority(rule->priority)) rules.push_back(std::move(*rule));
            });
        // Without IPv6 in the kernel (ipv6.disable=1) there are none of its rules.
        if (!answer && !answer.is(EAFNOSUPPORT))
            return status(answer, "the routing rules cannot be listed");
        std::ranges::move(rules, std::back_inserter(snapshot.objects));
    }
    return {};
}

Status NetlinkKernel::dump_ruleset(Snapshot& snapshot) {
    PIC_LET(ruleset, ruleset_.present());
    if (!ruleset) return {};
    snapshot.objects.push_back(std::move(*ruleset));
    PIC_LET(elements, dump_elements());
    std::ranges::move(elements, std::back_inserter(snapshot.objects));
    return {};
}

Result<std::vector<SetElement>> NetlinkKernel::dump_elements() {
    std::vector<SetElement> all;
    for (const auto set : all_sets)
        for (const auto family : families) {
            std::vector<SetElement> elements;
            auto message = list_elements(set, family);
            const auto answer = nftables_.dump(
                message, [&] { elements.clear(); },
                [&](const Socket::Part& part) { decode_elements(part.payload, set, elements); });
            // A set that somebody removed comes back with the ruleset.
            if (!answer && !answer.is(ENOENT))
                return fail(
                    refusal(answer, "the set " + set_name(set, family) + " cannot be listed"));
            std::ranges::move(elements, std::back_inserter(all));
        }
    return all;
}

Result<WgReading> NetlinkKernel::read_wireguard(const std::string& device) {
    PIC_LET(family, wireguard_family());
    WgReading reading;
    auto message = get_wireguard(family, device);
    const auto answer = generic_.dump(
        message, [&] { reading = WgReading(); },
        [&](const Socket::Part& part) { reading.take(part.payload); });
    PIC_TRY(status(answer, "the WireGuard device " + device + " cannot be read"));
    return reading;
}

Status NetlinkKernel::dump_wireguard(Snapshot& snapshot) {
    const std::string device(net::cell_device);
    const auto link =
        std::ranges::find(snapshot.host.links, device, [](const auto& each) { return each.name; });
    if (link->kind != "wireguard")
        return fail(Code::conflict, device + " is here already, and is not a WireGuard device", {},
                    "rename or remove it: ip link delete " + device);
    PIC_LET(reading, read_wireguard(device));
    reading.device.name = device;
    reading.device.mtu = link->mtu;
    // A device that is down is not what anybody wants: its key reads as missing.
    if (!link->up) reading.device.private_key = Secret();
    snapshot.objects.push_back(std::move(reading.device));
    for (auto& peer : reading.peers) {
        peer.peer.device = device;
        snapshot.objects.push_back(std::move(peer.peer));
    }
    return {};
}

Result<WgStatus> NetlinkKernel::wireguard(const std::string& device) {
    PIC_LET(reading, read_wireguard(device));
    WgStatus status{std::move(reading.device), {}};
    for (auto& peer : reading.peers) {
        peer.counters.allowed = std::move(peer.peer.allowed);
        status.peers.push_back(std::move(peer.counters));
    }
    return status;
}

} // namespace pic::kernel
