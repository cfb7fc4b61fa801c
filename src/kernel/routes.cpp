#include "kernel/routes.hpp"

#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace pic::kernel {

namespace {

constexpr std::uint32_t default_metric6 = 1024; // IP6_RT_PRIO_USER, linux/ipv6_route.h

std::uint8_t family_of(net::Family family) {
    return family == net::Family::v4 ? AF_INET : AF_INET6;
}

void put_gateway(Message& message, const net::Address& gateway, net::Family family) {
    if (gateway.family() == family) {
        message.put(RTA_GATEWAY, gateway);
        return;
    }
    // IPv4 by way of an IPv6 neighbour (struct rtvia): the family, then the address.
    const std::uint16_t other = family_of(gateway.family());
    std::vector<std::uint8_t> via(sizeof other);
    std::memcpy(via.data(), &other, sizeof other);
    via.insert(via.end(), gateway.bytes().begin(), gateway.bytes().end());
    message.put(RTA_VIA, Bytes(via));
}

Message encode(std::uint16_t type, std::uint16_t flags, const ports::Route& route, int index) {
    const auto family = route.destination.family();
    rtmsg header{};
    header.rtm_family = family_of(family);
    header.rtm_dst_len = static_cast<std::uint8_t>(route.destination.length());
    header.rtm_type = index == 0 ? RTN_UNREACHABLE : RTN_UNICAST;
    if (type == RTM_NEWROUTE) {
        header.rtm_protocol = RTPROT_KERNEL; // networkd deletes routes of other protocols
        if (index != 0 && !route.gateway) header.rtm_scope = RT_SCOPE_LINK;
    } else {
        header.rtm_scope = RT_SCOPE_NOWHERE;          // whoever made it, of whatever scope
        if (index == 0) header.rtm_type = RTN_UNSPEC; // a black hole, too
    }
    // The tables of the cell need not lead to the gateways.
    if (route.gateway) header.rtm_flags = RTNH_F_ONLINK;
    Message message(type, flags);
    message.header(header).put(RTA_TABLE, route.table);
    if (route.destination.length() > 0) message.put(RTA_DST, route.destination.base());
    // Said outright: a removal without a metric takes the first route there is.
    const auto metric =
        family == net::Family::v6 && route.metric == 0 ? default_metric6 : route.metric;
    if (metric != 0) message.put(RTA_PRIORITY, metric);
    if (index != 0) message.put(RTA_OIF, static_cast<std::uint32_t>(index));
    if (route.gateway) put_gateway(message, *route.gateway, family);
    if (route.source) message.put(RTA_PREFSRC, *route.source);
    return message;
}

std::optional<net::Address> via_address(Bytes value) {
    if (value.size() <= sizeof(std::uint16_t)) return {};
    const auto address = net::Address::from_bytes(value.subspan(sizeof(std::uint16_t)));
    return address ? std::optional(*address) : std::nullopt;
}

std::optional<net::Address> as_address(const Attribute& attribute) {
    const auto address = net::Address::from_bytes(attribute.value);
    return address ? std::optional(*address) : std::nullopt;
}

void take_hop(const Attribute& attribute, FoundRoute& found) {
    if (attribute.type == RTA_GATEWAY) found.route.gateway = as_address(attribute);
    if (attribute.type == RTA_VIA) found.route.gateway = via_address(attribute.value);
    if (attribute.type == RTA_OIF) found.index = static_cast<int>(attribute.as<std::uint32_t>());
}

void take_first_hop(Bytes hops, FoundRoute& found) {
    rtnexthop header{};
    Bytes rest;
    if (!split(hops, header, rest) || header.rtnh_len < sizeof header) return;
    found.index = header.rtnh_ifindex;
    const auto size = std::min<std::size_t>(rest.size(), header.rtnh_len - sizeof header);
    for (const auto& attribute : attributes(rest.first(size)))
        take_hop(attribute, found);
}

bool leads_nowhere(std::uint8_t type) {
    return type == RTN_UNREACHABLE || type == RTN_BLACKHOLE || type == RTN_PROHIBIT;
}

} // namespace

Message add_route(const ports::Route& route, int index) {
    return encode(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, route, index);
}

Message remove_route(const ports::Route& route, int index) {
    return encode(RTM_DELROUTE, 0, route, index);
}

Message list_routes(net::Family family) {
    rtmsg header{};
    header.rtm_family = family_of(family);
    Message message(RTM_GETROUTE, NLM_F_DUMP);
    message.header(header);
    return message;
}

std::optional<FoundRoute> decode_route(std::uint16_t type, Bytes payload) {
    rtmsg header{};
    Bytes rest;
    if (type != RTM_NEWROUTE || !split(payload, header, rest)) return {};
    if (header.rtm_family != AF_INET && header.rtm_family != AF_INET6) return {};
    if (header.rtm_type != RTN_UNICAST && !leads_nowhere(header.rtm_type)) return {};
    if ((header.rtm_flags & RTM_F_CLONED) != 0 || header.rtm_tos != 0) return {};
    const auto family = header.rtm_family == AF_INET ? net::Family::v4 : net::Family::v6;
    FoundRoute found;
    found.route.table = header.rtm_table;
    auto base = net::Prefix::all(family).base();
    for (const auto& attribute : attributes(rest)) {
        if (attribute.type == RTA_TABLE) found.route.table = attribute.as<std::uint32_t>();
        if (attribute.type == RTA_DST) base = attribute.address();
        if (attribute.type == RTA_PRIORITY) found.route.metric = attribute.as<std::uint32_t>();
        if (attribute.type == RTA_PREFSRC) found.route.source = as_address(attribute);
        if (attribute.type == RTA_MULTIPATH) take_first_hop(attribute.value, found);
        take_hop(attribute, found);
    }
    if (base.family() != family) return {};
    found.route.destination = net::Prefix::of(base, header.rtm_dst_len);
    if (family == net::Family::v6 && found.route.metric == default_metric6) found.route.metric = 0;
    // IPv6 says that such a route goes to the loopback device.
    if (leads_nowhere(header.rtm_type))
        found.index = 0;
    else if (found.index == 0)
        return {};
    return found;
}

} // namespace pic::kernel
