#include "client/stun_message.hpp"

#include <algorithm>

namespace pic::client {

namespace {

constexpr std::uint16_t binding_request = 0x0001, binding_success = 0x0101, binding_error = 0x0111;
constexpr std::uint16_t xor_mapped_address = 0x0020;
constexpr std::uint32_t magic_cookie = 0x2112a442;
constexpr std::uint8_t family_v4 = 1, family_v6 = 2;

tl::unexpected<Error> malformed(const char* what) {
    return fail(Code::malformed, what);
}

// XOR with the cookie, and for IPv6 with the transaction id after it.
Result<Server> read_mapped(ByteView value, const StunId& id) {
    const Bytes mask = Writer().u32(magic_cookie).bytes(id).take();
    Reader reader(value);
    reader.u8();
    const auto family = reader.u8();
    const auto port = static_cast<std::uint16_t>(reader.u16() ^ (magic_cookie >> 16));
    const auto masked = reader.bytes(reader.left());
    const bool sized =
        (family == family_v4 && masked.size() == 4) || (family == family_v6 && masked.size() == 16);
    if (!reader.good() || !sized || port == 0)
        return malformed("the STUN answer's address is broken");
    Bytes bytes(masked.begin(), masked.end());
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] ^= mask[i];
    PIC_LET(address, net::Address::from_bytes(bytes));
    return Server{address, port};
}

} // namespace

Bytes stun_request(const StunId& id) {
    return Writer().u16(binding_request).u16(0).u32(magic_cookie).bytes(id).take();
}

Result<Server> parse_stun(ByteView datagram, const StunId& id) {
    Reader reader(datagram);
    const auto type = reader.u16();
    const auto length = reader.u16();
    const auto cookie = reader.u32();
    const auto echoed = reader.bytes(id.size());
    if (!reader.good() || cookie != magic_cookie || !std::ranges::equal(echoed, id) ||
        length != reader.left())
        return malformed("this is no answer to our STUN request");
    if (type == binding_error) return fail(Code::unavailable, "the STUN server refused to answer");
    if (type != binding_success) return malformed("this STUN message is no answer");
    while (reader.good() && reader.left() > 0) {
        const auto attribute = reader.u16();
        const auto size = reader.u16();
        const auto value = reader.bytes(size);
        reader.bytes((4U - size % 4U) % 4U); // padding
        if (reader.good() && attribute == xor_mapped_address) return read_mapped(value, id);
    }
    return malformed("the STUN answer has no address");
}

} // namespace pic::client
