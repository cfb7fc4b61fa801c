#include "kernel/links.hpp"

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace pic::kernel {

namespace {

Message change(int index, unsigned flags = 0) {
    ifinfomsg header{};
    header.ifi_index = index;
    header.ifi_flags = flags;
    header.ifi_change = flags;
    Message message(RTM_NEWLINK, 0);
    message.header(header);
    return message;
}

bool is_set(Bytes settings, std::size_t place) {
    std::uint32_t value = 0;
    const auto at = place * sizeof value;
    if (settings.size() < at + sizeof value) return false;
    std::memcpy(&value, settings.data() + at, sizeof value);
    return value != 0;
}

// Arrays both; IPv4 counts its settings from 1, IPv6 from 0.
void take_inet(Bytes conf, FoundLink& found) {
    found.settings =
        ports::DeviceSettings{found.link.name, is_set(conf, IPV4_DEVCONF_FORWARDING - 1),
                              is_set(conf, IPV4_DEVCONF_SRC_VMARK - 1)};
}

void take_inet6(Bytes conf, FoundLink& found) {
    found.ipv6 = !is_set(conf, DEVCONF_DISABLE_IPV6);
}

void take_settings(Bytes specifics, FoundLink& found) {
    for (const auto& family : attributes(specifics))
        for (const auto& attribute : attributes(family.value)) {
            if (family.type == AF_INET && attribute.type == IFLA_INET_CONF)
                take_inet(attribute.value, found);
            if (family.type == AF_INET6 && attribute.type == IFLA_INET6_CONF)
                take_inet6(attribute.value, found);
        }
}

} // namespace

Message create_wireguard(const std::string& name, std::uint32_t mtu) {
    Message message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
    message.header(ifinfomsg{}).put(IFLA_IFNAME, std::string_view(name)).put(IFLA_MTU, mtu);
    message.nest(IFLA_LINKINFO,
                 [](Message& kind) { kind.put(IFLA_INFO_KIND, std::string_view("wireguard")); });
    return message;
}

Message delete_link(int index) {
    ifinfomsg header{};
    header.ifi_index = index;
    Message message(RTM_DELLINK, 0);
    message.header(header);
    return message;
}

Message bring_up(int index, std::uint32_t mtu) {
    auto message = change(index, IFF_UP);
    message.put(IFLA_MTU, mtu);
    return message;
}

Message set_forwarding(int index, bool forwarding, bool src_valid_mark) {
    auto message = change(index);
    message.nest(IFLA_AF_SPEC, [&](Message& families) {
        families.nest(AF_INET, [&](Message& inet) {
            inet.nest(IFLA_INET_CONF, [&](Message& settings) {
                settings.put(IPV4_DEVCONF_FORWARDING, std::uint32_t{forwarding});
                settings.put(IPV4_DEVCONF_SRC_VMARK, std::uint32_t{src_valid_mark});
            });
        });
    });
    return message;
}

Message list_links() {
    Message message(RTM_GETLINK, NLM_F_DUMP);
    message.header(ifinfomsg{});
    return message;
}

std::optional<FoundLink> decode_link(std::uint16_t type, Bytes payload) {
    ifinfomsg header{};
    Bytes rest;
    if (type != RTM_NEWLINK || !split(payload, header, rest) || header.ifi_index <= 0) return {};
    FoundLink found;
    found.link.index = header.ifi_index;
    found.link.up = (header.ifi_flags & IFF_UP) != 0;
    Bytes specifics;
    for (const auto& attribute : attributes(rest)) {
        if (attribute.type == IFLA_IFNAME) found.link.name = attribute.text();
        if (attribute.type == IFLA_MTU) found.link.mtu = attribute.as<std::uint32_t>();
        if (attribute.type == IFLA_MASTER)
            found.link.master = static_cast<int>(attribute.as<std::uint32_t>());
        if (attribute.type == IFLA_AF_SPEC) specifics = attribute.value;
        if (attribute.type == IFLA_LINKINFO)
            for (const auto& info : attributes(attribute.value))
                if (info.type == IFLA_INFO_KIND) found.link.kind = info.text();
    }
    if (found.link.name.empty()) return {};
    take_settings(specifics, found);
    return found;
}

} // namespace pic::kernel
