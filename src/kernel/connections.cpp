#include "kernel/connections.hpp"

#include <arpa/inet.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "kernel/netlink_kernel.hpp"

namespace pic::kernel {

namespace {

constexpr std::uint16_t message(std::uint16_t type) {
    return static_cast<std::uint16_t>(NFNL_SUBSYS_CTNETLINK << 8 | type);
}

// Of a packet in the direction that began the connection.
struct Tuple {
    std::optional<net::Address> source;
    std::uint8_t protocol = 0;
    std::uint16_t port = 0; // it goes to
};

Tuple tuple_of(Bytes bytes) {
    Tuple tuple;
    for (const auto& part : attributes(bytes))
        for (const auto& field : attributes(part.value)) {
            if (part.type == CTA_TUPLE_IP &&
                (field.type == CTA_IP_V4_SRC || field.type == CTA_IP_V6_SRC)) {
                if (auto address = net::Address::from_bytes(field.value)) tuple.source = *address;
            } else if (part.type == CTA_TUPLE_PROTO && field.type == CTA_PROTO_NUM) {
                tuple.protocol = field.as<std::uint8_t>();
            } else if (part.type == CTA_TUPLE_PROTO && field.type == CTA_PROTO_DST_PORT) {
                tuple.port = ntohs(field.as<std::uint16_t>());
            }
        }
    return tuple;
}

} // namespace

Message list_connections(net::Family family) {
    nfgenmsg header{};
    header.nfgen_family = family == net::Family::v4 ? AF_INET : AF_INET6;
    Message list(message(IPCTNL_MSG_CT_GET), NLM_F_DUMP);
    list.header(header);
    return list;
}

std::optional<ports::UdpConnection> decode_connection(std::uint16_t type, Bytes payload,
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
    if (!tuple.source || tuple.protocol != IPPROTO_UDP || tuple.port != port) return {};
    return ports::UdpConnection{*tuple.source, (state & IPS_SEEN_REPLY) != 0};
}

Result<std::vector<ports::UdpConnection>> NetlinkKernel::udp_connections(std::uint16_t port) {
    PIC_LET(netfilter, Socket::open(NETLINK_NETFILTER));
    std::vector<ports::UdpConnection> found;
    for (const auto family : {net::Family::v4, net::Family::v6}) {
        const auto before = found.size();
        auto list = list_connections(family);
        const auto answer = netfilter.dump(
            list, [&] { found.resize(before); },
            [&](const Socket::Part& part) {
                if (auto one = decode_connection(part.type, part.payload, port))
                    found.push_back(*std::move(one));
            });
        PIC_TRY(status(answer, "the connections of this machine cannot be listed"));
    }
    return found;
}

} // namespace pic::kernel
