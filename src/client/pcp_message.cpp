#include "client/pcp_message.hpp"

#include <algorithm>

namespace pic::client {

namespace {

constexpr std::uint8_t version = 2, map = 1, answer_bit = 128;
constexpr std::uint8_t udp = 17;
constexpr std::uint16_t discard_port = 9;
constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

// PCP writes IPv4 as ::ffff:a.b.c.d.
Bytes as_v6(const net::Address& address) {
    Writer writer;
    if (address.is_v4()) writer.bytes(mapped_prefix);
    return writer.bytes(address.bytes()).take();
}

} // namespace

Bytes pcp_map_request(const net::Address& client, const PcpNonce& nonce,
                      std::uint32_t lifetime_seconds) {
    const auto any = client.is_v4() ? net::Address() : *net::Address::parse("::");
    Writer writer;
    writer.u8(version).u8(map).u16(0).u32(lifetime_seconds).bytes(as_v6(client));
    writer.bytes(nonce).u8(udp).u8(0).u16(0).u16(discard_port).u16(0).bytes(as_v6(any));
    return writer.take();
}

Result<net::Address> parse_pcp_map(ByteView datagram, const PcpNonce& nonce) {
    Reader reader(datagram);
    const auto its_version = reader.u8();
    const auto operation = reader.u8();
    reader.u8();
    const auto result = reader.u8();
    if (!reader.good() || operation < answer_bit)
        return fail(Code::malformed, "this is no PCP answer");
    if (its_version != version || result != 0)
        return fail(Code::unavailable,
                    "the router refused with PCP result " + std::to_string(result));
    reader.bytes(4 + 4 + 12); // lifetime, epoch, reserved
    const auto echoed = reader.bytes(nonce.size());
    reader.bytes(1 + 3 + 2 + 2); // protocol, reserved, internal and external port
    const auto address = reader.bytes(16);
    if (!reader.good() || operation != answer_bit + map || !std::ranges::equal(echoed, nonce))
        return fail(Code::malformed, "this is no answer to our PCP request");
    const bool mapped = std::ranges::equal(address.first(mapped_prefix.size()), mapped_prefix);
    return net::Address::from_bytes(mapped ? address.subspan(mapped_prefix.size()) : address);
}

} // namespace pic::client
