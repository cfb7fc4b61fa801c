#include "kernel/connections.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <netinet/in.h>
#include <set>
#include <sys/socket.h>

#include "base/handle.hpp"
#include "kernel/netlink_kernel.hpp"

namespace pic::kernel {

namespace {

constexpr std::uint16_t message(std::uint16_t type) {
    return static_cast<std::uint16_t>(NFNL_SUBSYS_CTNETLINK << 8 | type);
}

// Of a packet in the direction that began the connection.
struct Tuple {
    std::optional<net::Address> from, to;
    std::uint8_t protocol = 0;
    std::uint16_t port = 0; // it goes to
};

void read_address(const Attribute& field, Tuple& tuple) {
    const auto address = net::Address::from_bytes(field.value);
    if (!address) return;
    if (field.type == CTA_IP_V4_SRC || field.type == CTA_IP_V6_SRC) tuple.from = *address;
    if (field.type == CTA_IP_V4_DST || field.type == CTA_IP_V6_DST) tuple.to = *address;
}

void read_protocol(const Attribute& field, Tuple& tuple) {
    if (field.type == CTA_PROTO_NUM) tuple.protocol = field.as<std::uint8_t>();
    if (field.type == CTA_PROTO_DST_PORT) tuple.port = ntohs(field.as<std::uint16_t>());
}

Tuple tuple_of(Bytes bytes) {
    Tuple tuple;
    for (const auto& part : attributes(bytes))
        for (const auto& field : attributes(part.value)) {
            if (part.type == CTA_TUPLE_IP) read_address(field, tuple);
            if (part.type == CTA_TUPLE_PROTO) read_protocol(field, tuple);
        }
    return tuple;
}

// What passes through this machine is tracked, too.
Result<std::set<net::Address>> own_addresses() {
    ifaddrs* list = nullptr;
    if (getifaddrs(&list) != 0)
        return fail(errno_error(errno, "the addresses of this machine cannot be listed"));
    const Handle<ifaddrs, freeifaddrs> owner(list);
    std::set<net::Address> addresses;
    for (const auto* each = list; each != nullptr; each = each->ifa_next) {
        if (each->ifa_addr == nullptr) continue;
        const auto* raw = reinterpret_cast<const std::uint8_t*>(each->ifa_addr);
        const auto family = each->ifa_addr->sa_family;
        const Bytes bytes = family == AF_INET ? Bytes(raw + offsetof(sockaddr_in, sin_addr), 4)
                            : family == AF_INET6
                                ? Bytes(raw + offsetof(sockaddr_in6, sin6_addr), 16)
                                : Bytes();
        if (const auto address = net::Address::from_bytes(bytes)) addresses.insert(*address);
    }
    return addresses;
}

} // namespace

Message list_connections(net::Family family) {
    nfgenmsg header{};
    header.nfgen_family = family == net::Family::v4 ? AF_INET : AF_INET6;
    Message list(message(IPCTNL_MSG_CT_GET), NLM_F_DUMP);
    list.header(header);
    return list;
}

std::optional<FoundConnection> decode_connection(std::uint16_t type, Bytes payload,
                                                 std::uint16_t port) {
    nfgenmsg header{};
    Bytes rest;
    if (type != message(IPCTNL_MSG_CT_NEW) || !split(payload, header, rest)) return {};
    Tuple tuple;
    std::uint32_t state = 0;
    for (const auto& attribute : attributes(rest)) {
        if (attribute.type == CTA_TUPLE_ORIG) tuple = tuple_of(attribute.value);
        if (attribute.type == CTA_STATUS) state = attribute.as_be32();
    }
    if (!tuple.from || !tuple.to || tuple.protocol != IPPROTO_UDP || tuple.port != port) return {};
    return FoundConnection{*tuple.from, *tuple.to, (state & IPS_SEEN_REPLY) != 0};
}

Result<std::vector<ports::UdpConnection>> NetlinkKernel::udp_connections(std::uint16_t port) {
    PIC_LET(own, own_addresses());
    PIC_LET(netfilter, Socket::open(NETLINK_NETFILTER));
    std::vector<ports::UdpConnection> found;
    for (const auto family : {net::Family::v4, net::Family::v6}) {
        const auto before = found.size();
        auto list = list_connections(family);
        const auto answer = netfilter.dump(
            list, [&] { found.resize(before); },
            [&](const Socket::Part& part) {
                const auto one = decode_connection(part.type, part.payload, port);
                if (one && own.contains(one->to)) found.push_back({one->from, one->answered});
            });
        PIC_TRY(status(answer, "the connections of this machine cannot be listed"));
    }
    return found;
}

} // namespace pic::kernel
