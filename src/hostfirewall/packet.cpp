#include "hostfirewall/packet.hpp"

#include <algorithm>
#include <cstring>
#include <netinet/in.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>

namespace pic::hostfirewall {

namespace {

void put(Octets& header, std::size_t offset, std::span<const std::uint8_t> bytes) {
    std::ranges::copy(bytes, header.begin() + static_cast<std::ptrdiff_t>(offset));
}

} // namespace

Octets known(std::span<const std::uint8_t> bytes) {
    return {bytes.begin(), bytes.end()};
}

Octets known(std::uint32_t number) {
    std::array<std::uint8_t, sizeof number> bytes{};
    std::memcpy(bytes.data(), &number, sizeof number);
    return known(bytes);
}

Octets known(const std::string& name, std::size_t room) {
    Octets octets(room, 0);
    std::copy_n(name.begin(), std::min(name.size(), room), octets.begin());
    return octets;
}

Octets unknown(std::size_t length) {
    return Octets(length);
}

// No options, not a fragment; what differs from packet to packet (lengths, TTL, …) is not known.
Octets Packet::network_header() const {
    const auto number = static_cast<std::uint8_t>(protocol);
    if (ipv6()) {
        Octets header(sizeof(ip6_hdr));
        header[0] = 0x60;
        header[1] = 0;
        header[6] = number;
        put(header, 8, from.bytes());
        put(header, 24, to.bytes());
        return header;
    }
    Octets header(20);
    header[0] = 0x45;
    header[1] = 0;
    header[6] = 0; // may be fragmented, is not
    header[7] = 0;
    header[9] = number;
    put(header, 12, from.bytes());
    put(header, 16, to.bytes());
    return header;
}

Octets Packet::transport_header() const {
    Octets header(protocol == Protocol::tcp ? 20 : 8);
    if (port != 0) {
        header[2] = static_cast<std::uint8_t>(port >> 8);
        header[3] = static_cast<std::uint8_t>(port);
    }
    if (protocol == Protocol::tcp) header[13] = reply ? TH_ACK : TH_SYN;
    return header;
}

} // namespace pic::hostfirewall
