#include "net/address.hpp"

#include <gtest/gtest.h>

namespace pic::net {

TEST(Address, TakesOnlyCanonicalForms) {
    EXPECT_EQ(Address::parse("10.1.2.3")->text(), "10.1.2.3");
    EXPECT_EQ(Address::parse("FD00::0:1")->text(), "fd00::1");
    for (const auto* bad : {"", "10.1.2", "10.1.2.03", "10.1.2.3 ", "fe80::1%eth0", "1::2::3"})
        EXPECT_FALSE(Address::parse(bad)) << bad;
}

TEST(Address, PlusCarriesOverBytes) {
    EXPECT_EQ(Address::parse("10.0.0.255")->plus(1).text(), "10.0.1.0");
    EXPECT_EQ(Address::parse("fd00::ffff")->plus(1).text(), "fd00::1:0");
}

TEST(Prefix, RefusesHostBitsAndSaysWhichNetworkWasMeant) {
    const auto prefix = Prefix::parse("10.1.2.3/20");
    ASSERT_FALSE(prefix);
    EXPECT_NE(prefix.error().text().find("10.1.0.0/20"), std::string::npos)
        << prefix.error().text();
    for (const auto* bad : {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129"})
        EXPECT_FALSE(Prefix::parse(bad)) << bad;
}

TEST(Prefix, OverlapsWhenOneHoldsTheOther) {
    const auto wide = *Prefix::parse("10.0.0.0/8"), narrow = *Prefix::parse("10.9.0.0/20");
    EXPECT_TRUE(wide.overlaps(narrow));
    EXPECT_TRUE(narrow.overlaps(wide));
    EXPECT_FALSE(narrow.overlaps(*Prefix::parse("10.9.16.0/20")));
    EXPECT_FALSE(wide.overlaps(*Prefix::parse("fd00::/8")));
}

TEST(IsPublic, LeavesOutEverySpecialRange) {
    // A NAT64's way to 1.1.1.1 is the internet, the one to 192.168.1.5 is not.
    for (const auto* address : {"1.1.1.1", "2606:4700::1111", "64:ff9b::101:101"})
        EXPECT_TRUE(is_public(*Address::parse(address))) << address;
    for (const auto* address :
         {"10.0.0.1", "100.64.0.1", "169.254.1.1", "127.0.0.1", "224.0.0.1", "0.0.0.0",
          "255.255.255.255", "::1", "fe80::1", "fec0::1", "fd00::1", "ff02::1", "64:ff9b::c0a8:105",
          "64:ff9b:1::1", "2002:c0a8:105::1"})
        EXPECT_FALSE(is_public(*Address::parse(address))) << address;
}

} // namespace pic::net
