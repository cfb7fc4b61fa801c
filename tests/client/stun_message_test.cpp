// The sample answers are those of RFC 5769, 2.2 and 2.3.
#include "client/stun_message.hpp"

#include "client/bytes.hpp"

namespace pic::client {

namespace {

constexpr StunId id{0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae};

Bytes sample_v4() {
    return hex("01 01 00 3c 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae"
               "80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20"
               "00 20 00 08 00 01 a1 47 e1 12 a6 43"
               "00 08 00 14 2b 91 f5 99 fd 9e 90 c3 8c 74 89 f9 2a f9 ba 53 f0 6b e7 d7"
               "80 28 00 04 c0 7d 4c 96");
}

Bytes sample_v6() {
    return hex("01 01 00 48 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae"
               "80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20"
               "00 20 00 14 00 02 a1 47 01 13 a9 fa a5 d3 f1 79 bc 25 f4 b5 be d2 b9 d9"
               "00 08 00 14 a3 82 95 4e 4b e6 7b f1 17 84 c9 7c 82 92 c2 75 bf e3 ed 41"
               "80 28 00 04 c8 fb 0b 4c");
}

Code code_of(const Bytes& datagram) {
    const auto answer = parse_stun(datagram, id);
    EXPECT_FALSE(answer);
    return answer ? Code::internal : answer.error().code;
}

} // namespace

TEST(StunMessage, AsksAsRfc8489Says) {
    EXPECT_EQ(stun_request(id), hex("00 01 00 00 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae"));
}

TEST(StunMessage, ReadsTheSamplesOfRfc5769) {
    const auto v4 = parse_stun(sample_v4(), id), v6 = parse_stun(sample_v6(), id);
    ASSERT_TRUE(v4 && v6);
    EXPECT_EQ(v4->text(), "192.0.2.1:32853");
    EXPECT_EQ(v6->text(), "[2001:db8:1234:5678:11:2233:4455:6677]:32853");
}

TEST(StunMessage, RefusesWhatIsCutAnywhere) {
    for (const auto& sample : {sample_v4(), sample_v6()})
        expect_refused_when_cut(sample, sample.size(),
                                [](ByteView part) { return parse_stun(part, id).has_value(); });
}

TEST(StunMessage, RefusesOtherPeoplesAnswers) {
    auto other_id = sample_v4(), no_cookie = sample_v4(), request = sample_v4();
    other_id[19] ^= 1;
    no_cookie[4] ^= 1;
    request[0] = 0x00;
    for (const auto& datagram : {other_id, no_cookie, request})
        EXPECT_EQ(code_of(datagram), Code::malformed);
}

TEST(StunMessage, TellsARefusalFromNonsense) {
    EXPECT_EQ(code_of(hex("01 11 00 00 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae")),
              Code::unavailable);
    EXPECT_EQ(code_of(hex("01 01 00 00 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae")),
              Code::malformed); // no address
}

TEST(StunMessage, RefusesAnAddressOfTheWrongSize) {
    auto datagram = sample_v4();
    datagram[41] = 2; // says IPv6, has four bytes
    EXPECT_EQ(code_of(datagram), Code::malformed);
}

} // namespace pic::client
