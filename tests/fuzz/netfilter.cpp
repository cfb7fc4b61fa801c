// The packet filters of others: what the kernel lists, and what a packet meets in them.
#include <cstring>
#include <linux/netlink.h>

#include "fuzz/fuzz.hpp"
#include "hostfirewall/judge.hpp"
#include "kernel/netfilter.hpp"

using namespace pic;

namespace {

hostfirewall::Packet packet(bool ipv6, bool forwarded) {
    hostfirewall::Packet packet;
    packet.in = {"pic0", 3};
    if (forwarded) packet.out = {"eth0", 2};
    packet.from = *net::Address::parse(ipv6 ? "fd00::2" : "10.9.0.2");
    packet.to = *net::Address::parse(ipv6 ? "2a02::1" : "81.2.69.142");
    packet.protocol = ipv6 ? hostfirewall::Protocol::tcp : hostfirewall::Protocol::udp;
    packet.port = 443;
    packet.reply = forwarded && ipv6;
    return packet;
}

} // namespace

FUZZ(bytes) {
    kernel::NetfilterReading reading("pic");
    while (bytes.size() >= sizeof(nlmsghdr)) {
        nlmsghdr header{};
        std::memcpy(&header, bytes.data(), sizeof header);
        if (header.nlmsg_len < sizeof header || header.nlmsg_len > bytes.size()) break;
        const auto content = bytes.subspan(sizeof header, header.nlmsg_len - sizeof header);
        reading.take(header.nlmsg_type, std::vector(content.begin(), content.end()));
        bytes = bytes.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), bytes.size()));
    }
    const auto ruleset = std::move(reading).done();
    for (const bool ipv6 : {false, true})
        for (const bool forwarded : {false, true})
            for (const auto& drop : hostfirewall::judge(ruleset, packet(ipv6, forwarded)))
                fuzz::require(drop.base != nullptr && drop.chain != nullptr, "a drop has a place");
}
