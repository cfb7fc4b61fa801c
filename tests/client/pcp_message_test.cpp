// RFC 6887, 7.1, 7.2 and 11.1.
#include "client/pcp_message.hpp"

#include "client/bytes.hpp"

namespace pic::client {

namespace {

constexpr PcpNonce nonce{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

Bytes answer(const char* address = "00 00 00 00 00 00 00 00 00 00 ff ff 64 40 00 02") {
    auto bytes = hex("02 81 00 00 00 00 00 3c 00 00 10 00 00 00 00 00 00 00 00 00 00 00 00 00"
                     "01 02 03 04 05 06 07 08 09 0a 0b 0c 11 00 00 00 00 09 c0 01");
    const auto tail = hex(address);
    bytes.insert(bytes.end(), tail.begin(), tail.end());
    return bytes;
}

Code code_of(const Bytes& datagram) {
    const auto parsed = parse_pcp_map(datagram, nonce);
    EXPECT_FALSE(parsed);
    return parsed ? Code::internal : parsed.error().code;
}

} // namespace

TEST(PcpMessage, AsksForAMappingOfTheDiscardPort) {
    EXPECT_EQ(pcp_map_request(*net::Address::parse("192.168.1.10"), nonce, 60),
              hex("02 01 00 00 00 00 00 3c 00 00 00 00 00 00 00 00 00 00 ff ff c0 a8 01 0a"
                  "01 02 03 04 05 06 07 08 09 0a 0b 0c 11 00 00 00 00 09 00 00"
                  "00 00 00 00 00 00 00 00 00 00 ff ff 00 00 00 00"));
}

TEST(PcpMessage, ReadsTheExternalAddressOfBothFamilies) {
    EXPECT_EQ(parse_pcp_map(answer(), nonce)->text(), "100.64.0.2");
    EXPECT_EQ(
        parse_pcp_map(answer("20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 07"), nonce)->text(),
        "2001:db8::7");
    expect_refused_when_cut(answer(), answer().size(),
                            [](ByteView part) { return parse_pcp_map(part, nonce).has_value(); });
}

TEST(PcpMessage, TellsARefusalFromNonsense) {
    auto refused = answer(), other_nonce = answer(), question = answer(),
         other_operation = answer();
    refused[3] = 2; // NOT_AUTHORIZED
    other_nonce[24] = 0;
    question[1] = 0x01;
    other_operation[1] = 0x82;
    EXPECT_EQ(code_of(refused), Code::unavailable);
    for (const auto& datagram : {other_nonce, question, other_operation})
        EXPECT_EQ(code_of(datagram), Code::malformed);
}

} // namespace pic::client
