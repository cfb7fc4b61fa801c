// RFC 6886, 3.2.
#include "client/nat_pmp_message.hpp"

#include "client/bytes.hpp"

namespace pic::client {

namespace {

const Bytes answer = hex("00 80 00 00 00 00 30 39 cb 00 71 07");

Code code_of(const char* text) {
    const auto parsed = parse_nat_pmp(hex(text));
    EXPECT_FALSE(parsed) << text;
    return parsed ? Code::internal : parsed.error().code;
}

} // namespace

TEST(NatPmpMessage, AsksAndReadsTheExternalAddress) {
    EXPECT_EQ(nat_pmp_request(), hex("00 00"));
    EXPECT_EQ(parse_nat_pmp(answer)->text(), "203.0.113.7");
    expect_refused_when_cut(answer, answer.size(),
                            [](ByteView part) { return parse_nat_pmp(part).has_value(); });
}

TEST(NatPmpMessage, TellsARefusalFromNonsense) {
    EXPECT_EQ(code_of("00 80 00 03 00 00 30 39 00 00 00 00"), Code::unavailable); // no network
    EXPECT_EQ(code_of("02 81 00 01 00 00 00 00 00 00 00 00"), Code::unavailable); // PCP alone
    EXPECT_EQ(code_of("00 00 00 00 00 00 30 39 cb 00 71 07"), Code::malformed);   // a question
    EXPECT_EQ(code_of("00 81 00 00 00 00 30 39 cb 00 71 07"), Code::malformed);   // of a mapping
}

} // namespace pic::client
