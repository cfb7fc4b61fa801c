#include "access/password.hpp"

#include <gtest/gtest.h>

namespace pic::access {

TEST(Password, OnlyTheRightOneIsRight) {
    const auto hash = hash_new_password("correct horse battery", "anna");
    ASSERT_TRUE(hash);
    EXPECT_TRUE(hash->starts_with("$argon2id$"));
    EXPECT_TRUE(verify_password(*hash, "correct horse battery"));
    EXPECT_FALSE(verify_password(*hash, "correct horse batterz"));
    EXPECT_FALSE(needs_rehash(*hash));
}

TEST(Password, NobodyHasNone) {
    EXPECT_FALSE(verify_password("", ""));
    EXPECT_FALSE(verify_password("", "nobody's password"));
}

TEST(Password, NobodysCostsWhatEverybodysDoes) {
    EXPECT_FALSE(needs_rehash(nobodys_hash));
}

struct Weak : testing::TestWithParam<const char*> {};

TEST_P(Weak, IsRefusedWithAReason) {
    const auto refused = check_new_password(GetParam(), "anna");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::invalid);
    EXPECT_EQ(refused.error().field, "/password");
}

INSTANTIATE_TEST_SUITE_P(Password, Weak,
                         testing::Values("", "short", "PassWord1234", "elevenwords",
                                         "aaaaaaaaaaaaaaa", "my name is ANNA 1"));

} // namespace pic::access
