#include "net/loopback.hpp"

#include <gtest/gtest.h>

namespace pic::net {

TEST(Loopback, IsThisMachineByItself) {
    for (const auto* own : {"127.0.0.1", "127.255.0.9", "::1"})
        EXPECT_TRUE(is_loopback(*Address::parse(own))) << own;
    for (const auto* other : {"128.0.0.1", "10.0.0.1", "::", "::2", "::ffff:127.0.0.1"})
        EXPECT_FALSE(is_loopback(*Address::parse(other))) << other;
}

} // namespace pic::net
