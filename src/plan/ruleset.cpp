#include "plan/ruleset.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/services.hpp"
#include "net/address.hpp"
#include "ports/host.hpp"

namespace pic::plan {

namespace {

// As many as the range has addresses, and more than any cell has peers at most. A declared size
// makes nft choose its fast hash, which takes 32 bytes of the kernel's memory for each place at
// once.
constexpr std::uint32_t largest_set = 131072;

std::uint32_t set_size(const net::Prefix& range4) {
    const auto addresses = std::uint64_t{1} << (32 - range4.length());
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(addresses, largest_set));
}

std::string sets(std::uint32_t size) {
    std::string text;
    for (const auto family : {net::Family::v4, net::Family::v6}) {
        const auto* type = family == net::Family::v4 ? "ipv4_addr" : "ipv6_addr";
        text += fmt::format("    map {} {{ type {} : mark; size {}; }}\n",
                            ports::set_name(ports::Set::peer, family), type, size);
        for (const auto set : ports::all_sets)
            if (set != ports::Set::peer)
                text += fmt::format("    set {} {{ type {}; size {}; }}\n",
                                    ports::set_name(set, family), type, size);
    }
    return text;
}

// What "the LAN" is: every range that is not the public internet, and the networks this machine is
// in, public or not. Ranges inside others are left out: nft refuses overlaps in one set.
std::string lan_ranges(const Inputs& inputs, net::Family family) {
    std::vector<net::Prefix> ranges;
    const auto add = [&](const net::Prefix& prefix) {
        if (prefix.family() != family) return;
        for (const auto& range : ranges)
            if (range.contains(prefix)) return;
        std::erase_if(ranges, [&](const auto& range) { return prefix.contains(range); });
        ranges.push_back(prefix);
    };
    for (const auto& prefix : net::special_ranges())
        add(prefix);
    for (const auto& prefix : ports::on_link(inputs.host))
        add(prefix);
    std::ranges::sort(ranges);
    std::vector<std::string> texts;
    for (const auto& range : ranges)
        texts.push_back(range.text());
    return fmt::format("{{ {} }}", fmt::join(texts, ", "));
}

// ` ip daddr != { 10.9.1.50 }`, or nothing: the host's own addresses in the cell's range, on a LAN
// that came to overlap.
std::string but_hosts(const Inputs& inputs, const net::Prefix& range, std::string_view field) {
    std::set<std::string> texts; // one address may be on two devices
    for (const auto& own : inputs.host.addresses)
        if (range.contains(own.address)) texts.insert(own.address.text());
    if (texts.empty()) return {};
    return fmt::format(" {} != {{ {} }}", field, fmt::join(texts, ", "));
}

// `"eth0", "wlan0"`
std::string listed(const std::set<std::string>& devices) {
    std::vector<std::string> texts;
    for (const auto& device : devices)
        if (can_be_written(device)) texts.push_back('"' + device + '"');
    return fmt::format("{}", fmt::join(texts, ", "));
}

// `oifname { "eth0" } accept`, or nothing.
std::string ways(const std::set<std::string>& devices) {
    const auto text = listed(devices);
    return text.empty() ? text : fmt::format("oifname {{ {} }} accept\n        ", text);
}

// Which devices forward, or are about to. What is a way no more does so until it is put back, which
// may be refused.
std::set<std::string> forwarding_devices(const ports::Host& host) {
    auto devices = ports::routed_devices(host);
    for (const auto& link : host.links)
        if (link.lent) devices.insert(link.name);
    return devices;
}

// The ways forward IPv4 for the cell's sake. That makes this machine no router for its neighbours,
// unless it was one before. What a bridge carries between its own ports is nobody's routing, and
// with br_netfilter comes through here all the same.
std::string no_router(const ports::Host& host) {
    constexpr std::string_view drop = "meta nfproto ipv4 drop";
    std::set<std::string> devices;
    std::string rules;
    for (const auto& device : forwarding_devices(host)) {
        const auto* link = ports::find_link(host, device);
        if (link != nullptr && link->forwards) continue;
        if (link == nullptr || link->kind != "bridge")
            devices.insert(device);
        else if (can_be_written(device))
            rules += fmt::format("\n        iifname \"{0}\" oifname != \"{0}\" {1}", device, drop);
    }
    const auto text = listed(devices);
    if (!text.empty()) rules += fmt::format("\n        iifname {{ {} }} {}", text, drop);
    return rules;
}

struct Chain {
    std::string_view name, hook; // hook: empty for a chain that others jump to
    std::string_view rules;      // for fmt; see Arguments in ruleset()
};

// By source address in the guard and not by device: WireGuard's own packets come through there with
// the device as the one they came in by. What a peer began is answered into the tunnel or, while
// that is gone, not at all. Protocols stand as numbers: a small system has no
// /etc/protocols. Of marks only the cell's bits are written, the others are Tailscale's or mwan3's;
// with constants, because the kernels this runs on cannot join two marks. A packet that comes out
// of the tunnel has nobody's mark, so a peer's is set whole.
constexpr Chain chains[] = {
    {"from_peer", "", R"(
        ct state invalid,untracked drop
        meta mark set ip saddr map @peer4
        meta mark set ip6 saddr map @peer6
        meta mark & {mask:#010x} == 0 drop
        meta mark & {mask:#010x} == {direct:#010x} ct mark set ct mark & {others:#010x} | {direct:#010x})"},
    {"incoming", "type filter hook prerouting priority mangle; policy accept;", R"(
        iifname "{device}" goto from_peer
        iifname != "lo" ip daddr {range4}{but_to4} drop
        iifname != "lo" ip6 daddr {range6}{but_to6} drop
        ct direction reply ct mark & {mask:#010x} == {direct:#010x} meta mark set meta mark & {others:#010x} | {direct:#010x})"},
    {"services", "", R"(
        meta l4proto {{ 1, 58 }} accept
        udp dport {{ {udp} }} accept
        tcp dport {{ {tcp} }} accept)"},
    {"input", "type filter hook input priority filter; policy accept;", R"(
        iifname != "{device}" accept
        ip daddr {own4} ip saddr @services4 jump services
        ip6 daddr {own6} ip6 saddr @services6 jump services
        ip saddr @services4 tcp dport {page} accept
        ip6 saddr @services6 tcp dport {page} accept
        ip saddr @lan4 accept
        ip6 saddr @lan6 accept
        ct direction reply ct state established,related accept
        reject with icmpx admin-prohibited)"},
    {"to_peers", "", R"(
        ip saddr @peers4 ip daddr @peers4 accept
        ip6 saddr @peers6 ip6 daddr @peers6 accept
        reject with icmpx admin-prohibited)"},
    {"to_world", "", R"(
        meta mark & {mask:#010x} == 0 drop
        ip daddr {range4} reject with icmpx admin-prohibited
        ip6 daddr {range6} reject with icmpx admin-prohibited
        ip daddr {lan4} ip saddr @lan4 accept
        ip6 daddr {lan6} ip6 saddr @lan6 accept
        ip daddr != {lan4} ip saddr @internet4 accept
        ip6 daddr != {lan6} ip6 saddr @internet6 accept
        reject with icmpx admin-prohibited)"},
    {"from_world", "", R"(
        ct state new,invalid,untracked drop
        ct state related ip daddr @internet4 accept
        ct state related ip6 daddr @internet6 accept
        ip saddr {lan4} ip daddr @lan4 accept
        ip6 saddr {lan6} ip6 daddr @lan6 accept
        ip saddr != {lan4} ip daddr @internet4 accept
        ip6 saddr != {lan6} ip6 daddr @internet6 accept
        drop)"},
    {"forward", "type filter hook forward priority filter; policy accept;", R"(
        iifname "{device}" oifname "{device}" goto to_peers
        iifname "{device}" goto to_world
        oifname "{device}" goto from_world{no_router})"},
    {"mss", "type filter hook forward priority mangle; policy accept;", R"(
        iifname "{device}" tcp flags syn / syn,rst tcp option maxseg size set rt mtu
        oifname "{device}" tcp flags syn / syn,rst tcp option maxseg size set rt mtu)"},
    {"direct", "", R"(
        {ways}drop)"},
    {"guard", "type filter hook postrouting priority mangle; policy accept;", R"(
        oifname {{ "lo", "{device}" }} accept
        ct direction reply ct mark & {mask:#010x} == {direct:#010x} drop
        meta mark & {mask:#010x} vmap {{ {direct:#010x} : goto direct }}
        ip saddr {range4}{but_from4} drop
        ip6 saddr {range6}{but_from6} drop)"},
    {"srcnat", "type nat hook postrouting priority srcnat; policy accept;", R"(
        oifname {{ "lo", "{device}" }} accept
        ip saddr {range4} masquerade
        ip6 saddr {range6} masquerade)"},
};

} // namespace

bool can_be_written(const std::string& device) {
    return !device.ends_with('*') && std::ranges::none_of(device, [](unsigned char c) {
        return c == '"' || c == '\\' || c < ' ' || c == 0x7f;
    });
}

ports::Ruleset ruleset(const Inputs& inputs) {
    const auto& wireguard = inputs.view.wireguard.value;
    const auto own = model::cell_addresses(wireguard);
    const auto lan4 = lan_ranges(inputs, net::Family::v4);
    const auto lan6 = lan_ranges(inputs, net::Family::v6);
    const auto out = ways(ports::routed_devices(inputs.host));
    // Chains are declared first, emptied, then filled, in one transaction: whatever was there
    // before, the rules below are all there is, and the sets keep their elements.
    std::string declared = "table inet pic {\n" + sets(set_size(wireguard.ipv4)), emptied,
                filled = "table inet pic {\n";
    for (const auto& chain : chains) {
        declared += fmt::format("    chain {} {{ {} }}\n", chain.name, chain.hook);
        emptied += fmt::format("flush chain inet pic {}\n", chain.name);
        const auto rules = fmt::format(
            fmt::runtime(chain.rules), fmt::arg("device", net::cell_device),
            fmt::arg("mask", net::mark_mask), fmt::arg("others", ~net::mark_mask),
            fmt::arg("direct", net::mark(net::direct_slot)),
            fmt::arg("range4", wireguard.ipv4.text()), fmt::arg("range6", wireguard.ipv6.text()),
            fmt::arg("but_to4", but_hosts(inputs, wireguard.ipv4, "ip daddr")),
            fmt::arg("but_to6", but_hosts(inputs, wireguard.ipv6, "ip6 daddr")),
            fmt::arg("but_from4", but_hosts(inputs, wireguard.ipv4, "ip saddr")),
            fmt::arg("but_from6", but_hosts(inputs, wireguard.ipv6, "ip6 saddr")),
            fmt::arg("page", page_port), fmt::arg("own4", own[0].text()),
            fmt::arg("own6", own[1].text()), fmt::arg("lan4", lan4), fmt::arg("lan6", lan6),
            fmt::arg("ways", out), fmt::arg("no_router", no_router(inputs.host)),
            fmt::arg("udp", service_ports(false, ", ")),
            fmt::arg("tcp", service_ports(true, ", ")));
        filled += fmt::format("    chain {} {{{}\n    }}\n", chain.name, rules);
    }
    return {declared + "}\n" + emptied + filled + "}\n"};
}

} // namespace pic::plan
