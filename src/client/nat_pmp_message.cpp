#include "client/nat_pmp_message.hpp"

namespace pic::client {

namespace {

constexpr std::uint8_t version = 0, external_address = 0, answer_bit = 128;

} // namespace

Bytes nat_pmp_request() {
    return Writer().u8(version).u8(external_address).take();
}

Result<net::Address> parse_nat_pmp(ByteView datagram) {
    Reader reader(datagram);
    const auto its_version = reader.u8();
    const auto operation = reader.u8();
    const auto result = reader.u16();
    if (!reader.good() || operation < answer_bit)
        return fail(Code::malformed, "this is no NAT-PMP answer");
    // A router of PCP alone answers in its own version (RFC 6887, appendix A).
    if (its_version != version)
        return fail(Code::unavailable, "the router speaks PCP, not NAT-PMP");
    if (operation != answer_bit + external_address)
        return fail(Code::malformed, "this NAT-PMP answer is to another question");
    if (result != 0)
        return fail(Code::unavailable,
                    "the router refused with NAT-PMP result " + std::to_string(result));
    reader.u32(); // seconds since the router started
    const auto address = reader.bytes(4);
    if (!reader.good()) return fail(Code::malformed, "the NAT-PMP answer is cut short");
    return net::Address::from_bytes(address);
}

} // namespace pic::client
