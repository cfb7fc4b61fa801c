// Which way the kernel takes, as told from its routes.
#include <gtest/gtest.h>

#include "ports/host.hpp"

namespace pic::ports {

namespace {

Host with_default_routes(net::Family family, std::uint32_t eth0, std::uint32_t wlan0) {
    Host host;
    host.links = {{2, "eth0", "", 1500, true}, {3, "wlan0", "", 1400, true}};
    host.routes = {{254, net::Prefix::all(family), eth0, "eth0", {}, {}},
                   {254, net::Prefix::all(family), wlan0, "wlan0", {}, {}}};
    return host;
}

std::string preferred(net::Family family, std::uint32_t eth0, std::uint32_t wlan0) {
    const auto host = with_default_routes(family, eth0, wlan0);
    return default_route(host, family)->device;
}

} // namespace

TEST(DefaultRoute, IsTheOneOfTheLeastMetric) {
    for (const auto family : {net::Family::v4, net::Family::v6}) {
        EXPECT_EQ(preferred(family, 100, 600), "eth0");
        EXPECT_EQ(preferred(family, 600, 100), "wlan0");
    }
}

// ifupdown leaves the metric to the kernel, NetworkManager takes 600.
TEST(DefaultRoute, WithoutAMetricIsTheFirstOfIPv4AndAt1024OfIPv6) {
    EXPECT_EQ(preferred(net::Family::v4, 0, 600), "eth0");
    EXPECT_EQ(preferred(net::Family::v6, 0, 600), "wlan0");
    EXPECT_EQ(preferred(net::Family::v6, 0, 1025), "eth0");
}

TEST(HomeNetworks, AreThePrivateOnesOfTheWayOut) {
    auto host = with_default_routes(net::Family::v4, 100, 600);
    host.routes.pop_back(); // by eth0 alone
    const auto address = [](const char* text) { return *net::Address::parse(text); };
    host.addresses = {{"eth0", address("192.168.1.10"), 24},  {"eth0", address("fd12::10"), 64},
                      {"eth0", address("2600:7::10"), 64},    {"eth0", address("fe80::1"), 64},
                      {"docker0", address("172.17.0.1"), 16}, {"eth0", address("10.1.2.3"), 32}};
    EXPECT_EQ(home_networks(host), (std::vector{*net::Prefix::parse("192.168.1.0/24"),
                                                *net::Prefix::parse("fd12::/64")}));
    EXPECT_TRUE(home_networks({}).empty());
}

TEST(UplinkMtu, IsTheLeastOfTheWaysOut) {
    auto host = with_default_routes(net::Family::v4, 600, 100);
    EXPECT_EQ(uplink_mtu(host), 1400U);
    host.routes.push_back({254, net::Prefix::all(net::Family::v6), 0, "eth0", {}, {}});
    EXPECT_EQ(uplink_mtu(host), 1400U);
    host.routes.erase(host.routes.begin() + 1); // eth0 alone
    EXPECT_EQ(uplink_mtu(host), 1500U);
    EXPECT_EQ(uplink_mtu({}), std::nullopt);
}

} // namespace pic::ports
