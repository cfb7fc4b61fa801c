#include "ports/port_holder.hpp"

#include <gtest/gtest.h>

namespace pic::ports {

namespace {

net::Address address(std::string_view text) {
    return *net::Address::parse(text);
}

PortHolder on(std::string_view where, bool only_v6 = false) {
    return {{Transport::udp, 53}, address(where), only_v6, "dnsmasq.service", "dnsmasq", {}};
}

PortHolder of(std::string unit, std::string user) {
    return {{Transport::tcp, 53}, {}, false, std::move(unit), std::move(user), {}};
}

PortHolder of_wireguard(std::string device) {
    return {.port = {Transport::udp, 51820}, .wireguard = std::move(device)};
}

} // namespace

TEST(PortHolder, StandsInTheWayOnTheSameAddressOrOnAll) {
    EXPECT_TRUE(stands_in_the_way(on("10.9.0.1"), address("10.9.0.1")));
    EXPECT_FALSE(stands_in_the_way(on("127.0.0.53"), address("10.9.0.1")));
    EXPECT_TRUE(stands_in_the_way(on("0.0.0.0"), address("10.9.0.1")));
    EXPECT_TRUE(stands_in_the_way(on("127.0.0.53"), address("0.0.0.0")));
    EXPECT_FALSE(stands_in_the_way(on("0.0.0.0"), address("fd00:9::1")));
    EXPECT_TRUE(stands_in_the_way(on("::"), address("fd00:9::1")));
    EXPECT_FALSE(stands_in_the_way(on("fd00:8::1"), address("fd00:9::1")));
}

TEST(PortHolder, OfIPv6HoldsIPv4TooUnlessItSaysOtherwise) {
    EXPECT_TRUE(stands_in_the_way(on("::"), address("10.9.0.1")));
    EXPECT_FALSE(stands_in_the_way(on("::", true), address("10.9.0.1")));
    EXPECT_FALSE(stands_in_the_way(on("fd00:9::1"), address("10.9.0.1")));
    EXPECT_TRUE(stands_in_the_way(on("192.0.2.7"), address("::")));
}

TEST(PortHolder, IsNamedByWhatIsKnown) {
    EXPECT_EQ(text(of("dnsmasq.service", "dnsmasq")),
              "port 53 is held by dnsmasq.service (user dnsmasq)");
    EXPECT_EQ(text(of("", "anna")), "port 53 is held by a program of user anna");
    EXPECT_EQ(text(of("", "")), "port 53 is held by another program");
    EXPECT_EQ(text(of("init.scope", "root")), "port 53 is held by systemd for one of its sockets");
    EXPECT_EQ(text(of_wireguard("wg0")), "port 51820 is held by the WireGuard device wg0");
}

TEST(PortHolder, TheRemedyFitsIt) {
    EXPECT_EQ(remedy(of("dnsmasq.service", "dnsmasq")), "systemctl disable --now dnsmasq.service");
    EXPECT_EQ(remedy(of("a b';reboot'.service", "x")),
              "systemctl disable --now 'a b'\\'';reboot'\\''.service'");
    for (const auto* unit : {"session-3.scope", "user@1000.service", "docker-0123.scope", ""})
        EXPECT_NE(remedy(of(unit, "anna")).find("ss -lnpt 'sport = :53'"), std::string::npos)
            << unit;
    EXPECT_NE(remedy(of("init.scope", "root")).find("list-sockets"), std::string::npos);
    EXPECT_NE(remedy(of_wireguard("wg0")).find("wg-quick down wg0"), std::string::npos);
}

} // namespace pic::ports
