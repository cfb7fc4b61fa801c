#include "hostfirewall/frame.hpp"

#include <array>
#include <net/ethernet.h>

namespace pic::hostfirewall {

namespace {

using Bytes = std::vector<std::uint8_t>;

void put16(Bytes& bytes, std::size_t at, std::size_t value) {
    bytes[at] = static_cast<std::uint8_t>(value >> 8);
    bytes[at + 1] = static_cast<std::uint8_t>(value);
}

void append(Bytes& bytes, std::span<const std::uint8_t> more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
}

std::uint16_t checksum(const Bytes& bytes) { // RFC 1071
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        sum += static_cast<std::uint32_t>(i % 2 == 0 ? bytes[i] << 8 : bytes[i]);
    while (sum >> 16 != 0)
        sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

// What is not known of a header is zero on the wire.
Bytes header_of(const Octets& octets) {
    Bytes bytes;
    for (const auto& octet : octets)
        bytes.push_back(octet.value_or(0));
    return bytes;
}

Bytes segment_of(const Packet& packet, Ports ports) {
    const bool tcp = packet.protocol == Protocol::tcp;
    Bytes segment = header_of(packet.transport_header());
    put16(segment, 0, ports.from);
    put16(segment, 2, ports.to);
    if (tcp) {
        segment[12] = 5 << 4;
        if (packet.reply) segment[13] = 0x12; // the answer to a SYN
        if (packet.reply) segment[11] = 1;
        put16(segment, 14, 1000);
    } else {
        put16(segment, 4, segment.size());
    }
    Bytes pseudo;
    append(pseudo, packet.from.bytes());
    append(pseudo, packet.to.bytes());
    append(pseudo, std::array<std::uint8_t, 4>{0, static_cast<std::uint8_t>(packet.protocol), 0,
                                               static_cast<std::uint8_t>(segment.size())});
    append(pseudo, segment);
    put16(segment, tcp ? 16 : 6, checksum(pseudo));
    return segment;
}

} // namespace

Bytes frame(const Packet& packet, Ports ports, const std::array<std::uint8_t, 6>& receiver) {
    const auto segment = segment_of(packet, ports);
    auto header = header_of(packet.network_header());
    if (packet.ipv6()) {
        put16(header, 4, segment.size());
        header[7] = 64;
    } else {
        put16(header, 2, header.size() + segment.size());
        header[8] = 64;
        put16(header, 10, checksum(header));
    }
    Bytes result;
    append(result, receiver);
    append(result, std::array<std::uint8_t, 6>{2, 0, 0, 0, 0, 99});
    result.resize(ETH_HLEN);
    put16(result, 12, packet.ipv6() ? ETHERTYPE_IPV6 : ETHERTYPE_IP);
    append(result, header);
    append(result, segment);
    return result;
}

} // namespace pic::hostfirewall
