#include "endpoint/uplinks.hpp"

#include <gtest/gtest.h>

#include "plan/cell_fixture.hpp"

namespace pic::endpoint {

namespace {

using plan::address;
using plan::prefix;

ports::Host host_with(std::vector<ports::HostAddress> addresses) {
    auto host = plan::host_with_uplink();
    host.addresses = std::move(addresses);
    return host;
}

std::string source_text(const ports::Host& host) {
    const auto uplinks = uplinks_of(host);
    return uplinks.v4 ? uplinks.v4->device + " " + uplinks.v4->address.text() : "none";
}

} // namespace

TEST(Uplinks, HaveTheAddressThatTheKernelWouldChoose) {
    auto host = host_with({{"lo", address("127.0.0.1"), 8},
                           {"eth0", address("10.5.0.9"), 24},
                           {"eth0", address("192.0.2.7"), 24}});
    EXPECT_EQ(source_text(host), "eth0 192.0.2.7"); // in the gateway's network
    host.routes[0].gateway = address("172.31.1.1");
    EXPECT_EQ(source_text(host), "eth0 10.5.0.9"); // the first
    host.routes[0].source = address("5.9.0.10");
    EXPECT_EQ(source_text(host), "eth0 5.9.0.10"); // as the route says
}

TEST(Uplinks, FollowTheBestRoute) {
    auto host =
        host_with({{"eth0", address("192.0.2.7"), 24}, {"wlan0", address("192.168.1.5"), 24}});
    host.routes.push_back({254, prefix("0.0.0.0/0"), 600, "wlan0", address("192.168.1.1"), {}});
    EXPECT_EQ(source_text(host), "eth0 192.0.2.7");
    host.routes[0].metric = 700;
    EXPECT_EQ(source_text(host), "wlan0 192.168.1.5");
}

TEST(Uplinks, AreNoneWithoutARouteOrAnAddress) {
    auto host = host_with({{"eth0", address("2a01:4f8:5::7"), 64}});
    EXPECT_EQ(source_text(host), "none");
    EXPECT_TRUE(uplinks_of(host).v6);
    host.routes.clear();
    EXPECT_EQ(uplinks_of(host), Uplinks());
}

TEST(Uplinks, TellAnIpv6AddressThatStays) {
    const auto host = host_with({{"eth0", address("fe80::7"), 64},
                                 {"eth0", address("fd00::7"), 64},
                                 {"eth0", address("2a01:4f8:5::1"), 64, false}, // temporary
                                 {"eth0", address("2a01:4f8:5::9"), 64},
                                 {"eth0", address("2a01:4f8:5::7"), 64},
                                 {"eth1", address("2a01:4f8:5::2"), 64}});
    EXPECT_EQ(uplinks_of(host).public6, address("2a01:4f8:5::7"));
    auto without_route = host;
    without_route.routes.pop_back();
    EXPECT_EQ(uplinks_of(without_route).public6, std::nullopt);
}

TEST(Uplinks, KnowAllOfOurPublicAddresses) {
    const auto uplinks = uplinks_of(host_with({{"eth1", address("9.0.0.2"), 24},
                                               {"lo", address("5.9.0.10"), 32},
                                               {"eth0", address("192.168.1.5"), 24}}));
    EXPECT_EQ(uplinks.own4, (std::vector{address("5.9.0.10"), address("9.0.0.2")}));
}

} // namespace pic::endpoint
