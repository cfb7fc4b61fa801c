#include <gtest/gtest.h>

#include "net/secret_key.hpp"
#include "net/wg_key.hpp"

namespace pic::net {

// RFC 7748, 6.1: Alice's keys.
TEST(WgKey, ThePublicHalfFollowsFromThePrivateOne) {
    const auto private_key = parse_secret_key("dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo=");
    ASSERT_TRUE(private_key);
    EXPECT_EQ(public_key(*private_key)->text(), "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=");
    EXPECT_EQ(secret_key_text(*private_key), "dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo=");
}

TEST(WgKey, NewPrivateKeysAreClampedAndDiffer) {
    const auto key = new_private_key();
    const auto bytes = key.bytes();
    EXPECT_EQ(bytes[0] & 7, 0);
    EXPECT_EQ(bytes[31] & 192, 64);
    EXPECT_NE(new_private_key(), new_private_key());
}

struct BadKey : testing::TestWithParam<std::string> {};

TEST_P(BadKey, IsRefused) {
    EXPECT_FALSE(WgKey::parse(GetParam())) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(
    WgKey, BadKey,
    testing::Values("", "x", std::string(43, 'A') + "=",             // zero
                    "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo",   // no padding
                    "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=x", // too long
                    "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmp=",  // bits beyond the last byte
                    "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo=",  // another alphabet
                    " hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTm=",
                    "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTm\n=",
                    "hSDkwpwCY1R0\x94" // libsodium 1.0.18 takes this byte for a letter
                    "33ctD7gW32g/O0mOBr0r0SpjqqbTmo="));

TEST(WgKey, ASecretOfAnotherLengthHasNoPublicHalf) {
    EXPECT_FALSE(public_key(Secret(std::string_view("short"))));
}

} // namespace pic::net
