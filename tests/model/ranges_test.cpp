#include "model/ranges.hpp"

#include <gtest/gtest.h>

namespace pic::model {

TEST(Ranges, AreOfBothFamilies) {
    WireGuard wireguard;
    wireguard.ipv4 = *net::Prefix::parse("10.9.0.0/20");
    wireguard.ipv6 = *net::Prefix::parse("fd00:9::/64");
    for (const auto* inside : {"10.9.0.1", "10.9.15.255", "fd00:9::7"})
        EXPECT_TRUE(in_ranges(wireguard, *net::Address::parse(inside))) << inside;
    for (const auto* outside : {"10.9.16.0", "192.0.2.1", "fd00:9:0:1::7", "::1"})
        EXPECT_FALSE(in_ranges(wireguard, *net::Address::parse(outside))) << outside;
}

} // namespace pic::model
