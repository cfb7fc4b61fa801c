#include "client/ntp_message.hpp"

#include "client/bytes.hpp"

namespace pic::client {

namespace {

constexpr std::uint64_t cookie = 0x0123456789abcdef;

// A server of stratum 2; its times are 2026-01-31T18:00:00Z and a quarter of a second later.
Bytes answer() {
    return hex("24 02 06 e8 00 00 01 00 00 00 02 00 c0 00 02 01 ed 27 3d 00 00 00 00 00"
               "01 23 45 67 89 ab cd ef ed 27 3f 20 00 00 00 00 ed 27 3f 20 40 00 00 00");
}

Code code_of(const Bytes& datagram) {
    const auto parsed = parse_ntp(datagram, cookie);
    EXPECT_FALSE(parsed);
    return parsed ? Code::internal : parsed.error().code;
}

} // namespace

TEST(NtpMessage, AsksWithoutTellingOurTime) {
    auto expected = hex("23");
    expected.resize(40);
    const auto echoed = hex("01 23 45 67 89 ab cd ef");
    expected.insert(expected.end(), echoed.begin(), echoed.end());
    EXPECT_EQ(ntp_request(cookie), expected);
}

TEST(NtpMessage, ReadsAnAnswer) {
    const auto reply = parse_ntp(answer(), cookie);
    ASSERT_TRUE(reply);
    EXPECT_TRUE(reply->synchronised);
    EXPECT_EQ(reply->stratum, 2);
    expect_refused_when_cut(answer(), answer().size(),
                            [](ByteView part) { return parse_ntp(part, cookie).has_value(); });
}

TEST(NtpMessage, DoesNotBelieveAServerThatDoesNotBelieveItself) {
    auto unsynchronised = answer(), far = answer();
    unsynchronised[0] = 0xe4; // leap indicator 3
    far[1] = 16;
    EXPECT_FALSE(parse_ntp(unsynchronised, cookie)->synchronised);
    EXPECT_FALSE(parse_ntp(far, cookie)->synchronised);
}

TEST(NtpMessage, TellsARefusalFromNonsense) {
    auto kiss_of_death = answer(), other_cookie = answer(), question = answer();
    kiss_of_death[1] = 0;
    other_cookie[24] ^= 1;
    question[0] = 0x23;
    EXPECT_EQ(code_of(kiss_of_death), Code::unavailable);
    EXPECT_EQ(code_of(other_cookie), Code::malformed);
    EXPECT_EQ(code_of(question), Code::malformed);
}

} // namespace pic::client
