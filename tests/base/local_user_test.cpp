#include "base/local_user.hpp"

#include <gtest/gtest.h>

namespace pic {

TEST(LocalUser, IsKnownByItsNumber) {
    EXPECT_EQ(local_user(0), "root");
    EXPECT_EQ(local_user(4294967294U), std::nullopt);
}

} // namespace pic
