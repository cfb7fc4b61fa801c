// Against the real kernel, in a namespace of the test's own. Without a WireGuard device, which not
// every kernel has: the system tests have one.
#include <gmock/gmock.h>

#include "kernel/world.hpp"
#include "plan/ruleset.hpp"

namespace pic::kernel {

using namespace ports;

TEST(NetlinkKernel, WhatWasAppliedIsWhatIsThere) {
    in_namespace([] {
        World world;
        EXPECT_GT(world.settle(), 15U);
        EXPECT_EQ(listed(world.steps()), "");
    });
}

TEST(NetlinkKernel, WithoutIPv6OnTheMachineTheRestIsThere) {
    in_namespace([] {
        World world;
        EXPECT_GT(world.settle(), 15U);
        EXPECT_TRUE(world.inputs.host.ipv6);
        shell("sysctl -qw net.ipv6.conf.all.disable_ipv6=1");
        world.settle();
        EXPECT_FALSE(world.inputs.host.ipv6);
        EXPECT_EQ(listed(world.steps()), "");
        shell("ip rule | grep -q 'lookup 990' && ! ip -6 rule | grep -q 'lookup 990'");
        shell("sysctl -qw net.ipv6.conf.all.disable_ipv6=0");
        world.settle();
        shell("ip -6 rule | grep -q 'lookup 990'");
    });
}

TEST(NetlinkKernel, ARestartFindsItUnchanged) {
    in_namespace([] {
        World world;
        world.settle();
        world.kernel = std::move(*NetlinkKernel::open(world.folder.path));
        EXPECT_EQ(listed(world.steps()), "");
    });
}

struct Damage : testing::TestWithParam<const char*> {};

TEST_P(Damage, IsFoundAndMended) {
    in_namespace([] {
        World world;
        world.settle();
        shell(GetParam());
        EXPECT_GT(world.settle(), 0U);
        world.settle(); // what was lost with a table that had to be made anew
        EXPECT_EQ(listed(world.steps()), "");
    });
}

INSTANTIATE_TEST_SUITE_P(
    NetlinkKernel, Damage,
    testing::Values("nft delete table inet pic", "nft flush chain inet pic forward",
                    "nft insert rule inet pic guard accept", "nft add chain inet pic mine",
                    "nft delete chain inet pic guard && nft add chain inet pic guard",
                    "nft add chain inet pic away && nft add map inet pic zap "
                    "'{ type ipv4_addr : verdict; elements = { 10.9.0.2 : jump away }; }'",
                    "nft delete element inet pic internet4 { 10.9.0.2 }",
                    "nft add element inet pic lan4 { 10.9.0.3 }",
                    "nft delete element inet pic peer4 { 10.9.0.2 } && "
                    "nft add element inet pic peer4 { 10.9.0.2 : 0x02000000 }",
                    "ip rule del pref 1900",
                    "ip rule add pref 1901 iif eth0 fwmark "
                    "0x01000000/0x7f000000 unreachable protocol kernel",
                    "ip -6 rule del pref 1001", "ip route flush table 9900",
                    "echo 0 > /proc/sys/net/ipv4/conf/eth0/forwarding"));

TEST(NetlinkKernel, LeavesWhatIsNotItsOwnAlone) {
    in_namespace([] {
        World world;
        shell(
            "nft add table inet other && nft add chain inet other c && ip rule add pref 50 table 7 "
            "&& ip route add 198.51.100.0/24 dev eth0 table 7");
        world.settle();
        world.inputs.plane = false;
        world.settle();
        shell("nft list chain inet other c >/dev/null && ip rule show pref 50 | grep -q . && "
              "ip route show table 7 | grep -q 198.51.100.0 && ! nft list table inet pic "
              "2>/dev/null");
        shell("test $(cat /proc/sys/net/ipv4/conf/eth0/forwarding) = 0");
    });
}

TEST(NetlinkKernel, KeepsTheRoutesOfOtherTablesApart) {
    in_namespace([] {
        World world;
        shell("ip route add 198.51.100.0/24 dev eth0 table 7 && "
              "ip route add 203.0.113.0/24 via 192.0.2.9 table 52 && "
              "ip -6 route add 2001:db8:7::/48 dev eth0 metric 5 table 7 && "
              "ip route add 100.64.0.0/10 dev eth0");
        world.settle(); // with tables of the cell's own, which are nobody else's
        world.steps();
        const auto& host = world.inputs.host;
        const Route by_device{7, plan::prefix("198.51.100.0/24"), 0, "eth0", {}, {}};
        const Route by_gateway{52,     plan::prefix("203.0.113.0/24"), 0,
                               "eth0", plan::address("192.0.2.9"),     {}};
        const Route ipv6{7, plan::prefix("2001:db8:7::/48"), 5, "eth0", {}, {}};
        EXPECT_THAT(host.others, testing::UnorderedElementsAre(by_device, by_gateway, ipv6));
        EXPECT_THAT(host.routes, testing::Each(testing::Field(&Route::table, 254U)));
        const Route of_main{254, plan::prefix("100.64.0.0/10"), 0, "eth0", {}, {}};
        EXPECT_THAT(host.routes, testing::Contains(of_main));
    });
}

TEST(NetlinkKernel, ForeignRoutesInItsTablesAreRemoved) {
    in_namespace([] {
        World world;
        world.settle();
        shell("ip route add 198.51.100.0/24 dev eth0 table 10001 && "
              "ip route add default via 192.0.2.1 table 10001 && "
              "ip route add blackhole 192.88.99.0/24 table 10001 && "
              "ip -6 route add blackhole 2001:db8:8::/48 table 10001");
        EXPECT_EQ(world.settle(), 4U);
        EXPECT_EQ(listed(world.steps()), "");
    });
}

// Its sets are of another size, for which the table is made anew.
TEST(NetlinkKernel, ARangeOfAnotherSizeTakesTheElementsAlong) {
    in_namespace([] {
        World world;
        world.settle();
        auto& wireguard = world.inputs.view.wireguard.value;
        wireguard.ipv4 = plan::prefix("10.8.0.0/24");
        world.settle();
        EXPECT_EQ(listed(world.steps()), "") << "whoever asked was told that it is done";
        shell("nft list map inet pic peer4 | grep -q 'size 256' && "
              "nft list map inet pic peer6 | grep -q 'fd00:9::2 :'");
    });
}

TEST(NetlinkKernel, AnAddressThatSomebodyLedElsewhereIsTaken) {
    in_namespace([] {
        World world;
        world.settle();
        shell("nft add element inet pic peer4 { 10.9.0.200 : 0x02000000 }");
        const SetElement ours{Set::peer, plan::address("10.9.0.200"), 0x01000000};
        const KernelStep step{Verb::add, ours, {}};
        const auto outcome = world.kernel->apply({&step, 1});
        EXPECT_TRUE(outcome.front()) << outcome.front().error().text();
        shell("nft list map inet pic peer4 | grep -q '10.9.0.200 : 0x01000000'");
    });
}

TEST(NetlinkKernel, OneRefusedStepStopsNoOther) {
    in_namespace([] {
        World world;
        world.settle();
        const SetElement good{Set::lan, plan::address("10.9.0.9"), 0};
        const Route bad{10001, plan::prefix("203.0.113.0/24"), 0, "nothere", {}, {}};
        const auto outcome = world.kernel->apply(std::vector<KernelStep>{
            {Verb::add, bad, {}}, {Verb::add, good, {}}, {Verb::add, good, {}}});
        EXPECT_EQ(outcome[0].error().code, Code::not_found);
        EXPECT_TRUE(outcome[1]);
        EXPECT_TRUE(outcome[2]);
    });
}

TEST(NetlinkKernel, ManyElementsGoInOneTransaction) {
    in_namespace([] {
        World world;
        world.inputs.view.wireguard.value.ipv4 = plan::prefix("10.8.0.0/15"); // with room for them
        world.settle();
        std::vector<KernelStep> steps;
        for (std::uint32_t i = 0; i < 20000; ++i)
            steps.push_back(
                {Verb::add, SetElement{Set::internet, net::Address::v4(0x0a090100 + i), 0}, {}});
        for (const auto& outcome : world.kernel->apply(steps))
            ASSERT_TRUE(outcome);
        EXPECT_EQ(world.steps().size(), 20000U);
        world.inputs.view.wireguard.value.ipv4 =
            plan::prefix("10.8.0.0/16"); // made anew, all of it
        const KernelStep smaller{Verb::change, plan::ruleset(world.inputs), Ruleset{}};
        const auto loaded = world.kernel->apply(std::span(&smaller, 1)).front();
        ASSERT_TRUE(loaded) << loaded.error().text();
        shell("nft list set inet pic internet4 | grep -q 'size 65536'");
        EXPECT_EQ(std::ranges::count_if(world.steps(),
                                        [](const auto& step) {
                                            return std::holds_alternative<SetElement>(step.object);
                                        }),
                  20000);
    });
}

} // namespace pic::kernel
