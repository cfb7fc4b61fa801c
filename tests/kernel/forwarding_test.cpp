// IPv4 forwarding, which the cell turns on and others may need or undo.
#include <fstream>
#include <gtest/gtest.h>

#include "kernel/world.hpp"

namespace pic::kernel {

using namespace ports;

namespace {

bool forwards(const std::string& device) {
    bool on = false;
    std::ifstream("/proc/sys/net/ipv4/conf/" + device + "/forwarding") >> on;
    return on;
}

constexpr auto stops_neighbours =
    "nft list chain inet pic forward | grep -q 'meta nfproto ipv4 drop'";

} // namespace

TEST(NetlinkKernel, IsNoRouterForNeighboursUnlessItWasOne) {
    in_namespace([] {
        World world;
        world.settle();
        shell(stops_neighbours);
        shell("sysctl -qw net.ipv4.ip_forward=1"); // somebody else's wish
        world.settle();
        shell(std::string("! ") + stops_neighbours);
    });
}

// The rules come before the device's settings, which may be refused.
TEST(NetlinkKernel, IsNoRouterForNeighboursOfADeviceThatIsNoWayAnyMore) {
    in_namespace([] {
        World world;
        world.settle();
        shell("ip route flush dev eth0");
        auto needed = world.steps();
        std::erase_if(needed, [](const auto& step) {
            return std::holds_alternative<DeviceSettings>(step.object);
        });
        for (const auto& outcome : world.kernel->apply(needed))
            EXPECT_TRUE(outcome);
        EXPECT_TRUE(forwards("eth0"));
        shell(stops_neighbours);
        world.settle();
        EXPECT_FALSE(forwards("eth0"));
        world.settle();
        shell(std::string("! ") + stops_neighbours);
    });
}

TEST(NetlinkKernel, IsNoRouterForNeighboursWhenItsUplinkGetsAnotherName) {
    in_namespace([] {
        World world;
        world.settle();
        shell("ip link set eth0 down && ip link set eth0 name wan0 && ip link set wan0 up && "
              "ip route add default via 192.0.2.1");
        world.settle();
        shell(stops_neighbours);
        EXPECT_TRUE(forwards("wan0"));
        world.inputs.plane = false;
        world.settle();
        EXPECT_FALSE(forwards("wan0"));
    });
}

TEST(NetlinkKernel, WhatAnEarlierDeviceOfThatNameWasSetToIsForgotten) {
    in_namespace([] {
        World world;
        shell("ip link add late0 type veth peer name late1 && ip link set late0 up && "
              "ip route add 198.51.100.0/24 dev late0");
        world.settle();
        shell("ip link delete late0");
        world.settle();
        shell("! grep late0 " + world.folder.path + "/devices");
        shell("ip link add late0 type veth peer name late1 && ip link set late0 up && "
              "echo 1 > /proc/sys/net/ipv4/conf/late0/forwarding && "
              "ip route add 198.51.100.0/24 dev late0");
        world.settle();
        world.inputs.plane = false;
        world.settle();
        EXPECT_TRUE(forwards("late0"));
        EXPECT_FALSE(forwards("eth0"));
    });
}

TEST(NetlinkKernel, KnowsWhatAnEarlierPicdRememberedByNameAlone) {
    in_namespace([] {
        World world;
        shell("echo 1 > /proc/sys/net/ipv4/conf/eth0/forwarding");
        std::ofstream(world.folder.path + "/devices") << "away0 1 1\neth0 0 0\n";
        world.kernel = std::move(*NetlinkKernel::open(world.folder.path));
        world.settle();
        shell(stops_neighbours);
        world.inputs.plane = false;
        world.settle();
        EXPECT_FALSE(forwards("eth0"));
    });
}

TEST(NetlinkKernel, PutsForwardingBackUnlessSomebodyElseRoutesMeanwhile) {
    in_namespace([] {
        World world;
        shell("echo 0 > /proc/sys/net/ipv4/ip_forward");
        for (const bool others : {false, true}) {
            world.inputs.plane = true;
            world.settle();
            EXPECT_TRUE(forwards("eth0"));
            if (others) shell("echo 1 > /proc/sys/net/ipv4/ip_forward");
            world.inputs.plane = false;
            world.settle();
            EXPECT_EQ(forwards("eth0"), others);
        }
    });
}

} // namespace pic::kernel
