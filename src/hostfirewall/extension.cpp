#include "hostfirewall/extension.hpp"

#include <array>
#include <cstring>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/xt_addrtype.h>
#include <linux/netfilter/xt_conntrack.h>
#include <linux/netfilter/xt_mark.h>
#include <linux/netfilter/xt_multiport.h>
#include <linux/netfilter/xt_physdev.h>
#include <linux/netfilter/xt_pkttype.h>
#include <linux/netfilter/xt_recent.h>
#include <linux/netfilter/xt_rpfilter.h>
#include <linux/netfilter/xt_tcpudp.h>

#include "hostfirewall/conntrack.hpp"

namespace pic::hostfirewall {

using ports::netfilter::Extension;
using ports::netfilter::Verdict;

namespace {

template <class Info>
std::optional<Info> info_of(const Extension& extension) {
    Info info{};
    if (extension.info.size() < sizeof info) return {};
    std::memcpy(&info, extension.info.data(), sizeof info);
    return info;
}

Truth port_between(std::uint16_t port, const std::uint16_t (&range)[2], bool inverted) {
    if (range[0] == 0 && range[1] == 0xffff) return truth(!inverted);
    if (port == 0) return Truth::maybe;
    return truth((port >= range[0] && port <= range[1]) != inverted);
}

Truth tcp(const Extension& extension, const Packet& packet) {
    const auto info = info_of<xt_tcp>(extension);
    if (!info) return Truth::maybe;
    if (packet.protocol != Protocol::tcp) return Truth::no;
    const auto flags = packet.transport_header()[13].value_or(0);
    const bool flagged = (flags & info->flg_mask) == info->flg_cmp;
    return port_between(0, info->spts, (info->invflags & XT_TCP_INV_SRCPT) != 0) &
           port_between(packet.port, info->dpts, (info->invflags & XT_TCP_INV_DSTPT) != 0) &
           truth(flagged != ((info->invflags & XT_TCP_INV_FLAGS) != 0)) &
           (info->option == 0 ? Truth::yes : Truth::maybe);
}

Truth udp(const Extension& extension, const Packet& packet) {
    const auto info = info_of<xt_udp>(extension);
    if (!info) return Truth::maybe;
    if (packet.protocol != Protocol::udp) return Truth::no;
    return port_between(0, info->spts, (info->invflags & XT_UDP_INV_SRCPT) != 0) &
           port_between(packet.port, info->dpts, (info->invflags & XT_UDP_INV_DSTPT) != 0);
}

Truth multiport(const Extension& extension, const Packet& packet) {
    const auto info = info_of<xt_multiport_v1>(extension);
    if (!info || extension.revision != 1 || info->flags != XT_MULTIPORT_DESTINATION ||
        packet.port == 0)
        return Truth::maybe;
    bool found = false;
    for (std::size_t i = 0; i < std::min<std::size_t>(info->count, XT_MULTI_PORTS); ++i) {
        const auto low = info->ports[i];
        auto high = low;
        if (info->pflags[i] != 0 && i + 1 < XT_MULTI_PORTS) high = info->ports[++i];
        found = found || (packet.port >= low && packet.port <= high);
    }
    return truth(found != (info->invert != 0));
}

Truth conntrack(const Extension& extension, const Packet& packet) {
    const auto info = info_of<xt_conntrack_mtinfo3>(extension);
    if (!info || extension.revision != 3) return Truth::maybe;
    constexpr auto read = XT_CONNTRACK_STATE | XT_CONNTRACK_STATE_ALIAS | XT_CONNTRACK_DIRECTION;
    auto result = (info->match_flags & ~read) == 0 ? Truth::yes : Truth::maybe;
    if ((info->match_flags & XT_CONNTRACK_STATE) != 0)
        result = result & truth(((info->state_mask & connection_state(packet)) != 0) !=
                                ((info->invert_flags & XT_CONNTRACK_STATE) != 0));
    if ((info->match_flags & XT_CONNTRACK_DIRECTION) != 0) // the flag inverted: of the reply
        result =
            result & truth(((info->invert_flags & XT_CONNTRACK_DIRECTION) != 0) == packet.reply);
    return result;
}

// The destination is this machine or a stranger; the source is one host of somewhere else.
Truth addrtype(const Extension& extension, const Packet& packet) {
    const auto info = info_of<xt_addrtype_info_v1>(extension);
    if (!info || extension.revision != 1) return Truth::maybe;
    const auto of_kind = [](std::uint16_t wanted, std::uint16_t kind, bool inverted) {
        return wanted == 0 ? Truth::yes : truth(((wanted & kind) != 0) != inverted);
    };
    return of_kind(info->source, XT_ADDRTYPE_UNICAST,
                   (info->flags & XT_ADDRTYPE_INVERT_SOURCE) != 0) &
           of_kind(info->dest, packet.out ? XT_ADDRTYPE_UNICAST : XT_ADDRTYPE_LOCAL,
                   (info->flags & XT_ADDRTYPE_INVERT_DEST) != 0);
}

Truth mark_is(const Extension& extension, std::optional<std::uint32_t> mark) {
    const auto info =
        info_of<xt_mark_mtinfo1>(extension); // xt_connmark_mtinfo1 has the same layout
    if (!info || !mark) return Truth::maybe;
    return truth(((*mark & info->mask) == info->mark) != (info->invert != 0));
}
Truth mark(const Extension& extension, const Packet& packet) {
    return mark_is(extension, packet.mark);
}
Truth connmark(const Extension& extension, const Packet& packet) {
    return mark_is(extension, packet.connection_mark);
}

// No bridge has anything to do with these packets: each option that is not inverted fails.
Truth physdev(const Extension& extension, const Packet&) {
    const auto info = info_of<xt_physdev_info>(extension);
    return info ? truth((info->bitmask & ~info->invert) == 0) : Truth::maybe;
}

Truth pkttype(const Extension& extension, const Packet&) {
    const auto info = info_of<xt_pkttype_info>(extension);
    return info ? truth((info->pkttype == 0) != (info->invert != 0)) : Truth::maybe;
}

// Of an address that was never seen before: it is put on the list, and is not on it.
Truth recent(const Extension& extension, const Packet&) {
    const auto info = info_of<xt_recent_mtinfo>(extension);
    if (!info) return Truth::maybe;
    return truth(((info->check_set & XT_RECENT_SET) != 0) != (info->invert != 0));
}

// That the way back is the way they came is taken for granted.
Truth rpfilter(const Extension& extension, const Packet&) {
    const auto info = info_of<xt_rpfilter_info>(extension);
    return info ? truth((info->flags & XT_RPFILTER_INVERT) == 0) : Truth::maybe;
}

Truth always(const Extension&, const Packet&) {
    return Truth::yes;
}
Truth never(const Extension&, const Packet&) {
    return Truth::no;
} // other protocols and headers

struct Match {
    std::string_view name;
    Truth (*matches)(const Extension&, const Packet&);
};
constexpr std::array known_matches = {Match{"tcp", tcp},
                                      Match{"udp", udp},
                                      Match{"multiport", multiport},
                                      Match{"conntrack", conntrack},
                                      Match{"addrtype", addrtype},
                                      Match{"mark", mark},
                                      Match{"connmark", connmark},
                                      Match{"physdev", physdev},
                                      Match{"pkttype", pkttype},
                                      Match{"recent", recent},
                                      Match{"rpfilter", rpfilter},
                                      Match{"comment", always},
                                      Match{"limit", always},
                                      Match{"nfacct", always},
                                      Match{"icmp", never},
                                      Match{"icmp6", never},
                                      Match{"rt", never},
                                      Match{"frag", never},
                                      Match{"dst", never},
                                      Match{"hbh", never},
                                      Match{"mh", never},
                                      Match{"ah", never},
                                      Match{"esp", never},
                                      Match{"sctp", never},
                                      Match{"dccp", never},
                                      Match{"socket", never}};

constexpr std::array onlookers = {"LOG",  "NFLOG", "AUDIT",    "TRACE",       "MARK",
                                  "CT",   "TEE",   "CONNMARK", "CLASSIFY",    "SET",
                                  "DSCP", "TOS",   "TCPMSS",   "CHECKSUM",    "NOTRACK",
                                  "TTL",  "HL",    "SECMARK",  "CONNSECMARK", "TCPOPTSTRIP"};

} // namespace

Truth matches(const Extension& match, const Packet& packet) {
    for (const auto& known : known_matches)
        if (known.name == match.name) return known.matches(match, packet);
    return Truth::maybe;
}

Verdict::Kind verdict_of(const Extension& target) {
    if (target.name == "REJECT") return Verdict::Kind::drop;
    for (const auto* name : onlookers)
        if (target.name == name) return Verdict::Kind::go_on;
    return Verdict::Kind::unknown;
}

bool writes_mark(const Extension& target) {
    return target.name == "MARK" || target.name == "CONNMARK";
}

} // namespace pic::hostfirewall
