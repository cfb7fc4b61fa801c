// Against the real kernel, in a namespace of the test's own. Without a WireGuard device, which not
// every kernel has: the system tests have one.
#include "kernel/netlink_kernel.hpp"

#include <condition_variable>
#include <fstream>
#include <gmock/gmock.h>
#include <mutex>

#include "kernel/namespace.hpp"
#include "plan/cell_fixture.hpp"
#include "plan/diff.hpp"

namespace pic::kernel {

using namespace ports;

namespace {

bool needs_wireguard(const Object& object) {
    const std::string own(net::cell_device);
    if (const auto* route = std::get_if<Route>(&object)) return route->device == own;
    if (const auto* address = std::get_if<DeviceAddress>(&object)) return address->device == own;
    if (const auto* settings = std::get_if<DeviceSettings>(&object)) return settings->device == own;
    return std::holds_alternative<WgDevice>(object) || std::holds_alternative<WgPeer>(object);
}

struct World {
    World() {
        shell("ip link set lo up && ip link add eth0 type veth peer name other && ip link set "
              "other up && ip link set eth0 up && "
              "ip address add 192.0.2.7/24 dev eth0 && ip route add default via 192.0.2.1");
        auto opened = NetlinkKernel::open(folder.path);
        EXPECT_TRUE(opened) << opened.error().text();
        kernel = std::move(*opened);
        inputs = plan::small_cell();
        plan::add_peer(inputs, "a", 2);
        plan::add_peer(inputs, "b", 3);
    }

    std::vector<KernelStep> steps() {
        auto snapshot = kernel->dump(inputs.ledger);
        EXPECT_TRUE(snapshot) << snapshot.error().text();
        inputs.host = snapshot->host;
        auto wanted = plan::wanted_by_all(inputs);
        std::erase_if(wanted, needs_wireguard);
        return plan::diff(std::move(snapshot->objects), std::move(wanted));
    }

    // Makes it as it is wanted; how many steps that took.
    std::size_t settle() {
        const auto needed = steps();
        const auto outcome = kernel->apply(needed);
        for (std::size_t i = 0; i < needed.size(); ++i)
            EXPECT_TRUE(outcome[i])
                << plan::explain(needed[i]) << ": " << outcome[i].error().text();
        return needed.size();
    }

    Folder folder;
    std::unique_ptr<NetlinkKernel> kernel;
    plan::Inputs inputs;
};

std::string listed(const std::vector<KernelStep>& steps) {
    std::string text;
    for (const auto& step : steps)
        text += plan::explain(step) + "\n";
    return text;
}

} // namespace

TEST(NetlinkKernel, WhatWasAppliedIsWhatIsThere) {
    in_namespace([] {
        World world;
        EXPECT_GT(world.settle(), 20U);
        EXPECT_EQ(listed(world.steps()), "");
    });
}

TEST(NetlinkKernel, LetsNobodyInWhileItsRulesAreRefused) {
    in_namespace([] {
        World world;
        const WgPeer peer{.device = std::string(net::cell_device)};
        const auto held_back = [&](const KernelStep& step) {
            const auto outcome = world.kernel->apply(std::span(&step, 1)).front();
            return !outcome &&
                   outcome.error().detail.find("rules are refused") != std::string::npos;
        };
        EXPECT_FALSE(held_back({Verb::add, peer, {}}));
        const KernelStep nonsense{Verb::add, Ruleset{"nonsense"}, {}};
        ASSERT_FALSE(world.kernel->apply(std::span(&nonsense, 1)).front());
        EXPECT_TRUE(held_back({Verb::add, peer, {}}));
        EXPECT_FALSE(held_back({Verb::remove, peer, {}}));
        world.settle();
        EXPECT_FALSE(held_back({Verb::add, peer, {}}));
    });
}

TEST(NetlinkKernel, IsNoRouterForNeighboursUnlessItWasOne) {
    in_namespace([] {
        const auto stops = "nft list chain inet pic forward | grep -q 'meta nfproto ipv4 drop'";
        World world;
        world.settle();
        shell(stops);
        shell("sysctl -qw net.ipv4.ip_forward=1"); // somebody else's wish
        world.settle();
        shell(std::string("! ") + stops);
    });
}

TEST(NetlinkKernel, WithoutIPv6OnTheMachineTheRestIsThere) {
    in_namespace([] {
        World world;
        EXPECT_GT(world.settle(), 20U);
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
                    "ip -6 rule del pref 1001", "ip route flush table 10001",
                    "ip route del default", "echo 0 > /proc/sys/net/ipv4/conf/eth0/forwarding"));

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

TEST(NetlinkKernel, PutsForwardingBackUnlessSomebodyElseRoutesMeanwhile) {
    in_namespace([] {
        World world;
        const auto forwards = [](const char* device) {
            bool on = false;
            std::ifstream(std::string("/proc/sys/net/ipv4/conf/") + device + "/forwarding") >> on;
            return on;
        };
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

TEST(NetlinkKernel, RoutesThatLeadNowhereAreMirroredAndForeignOnesRemoved) {
    in_namespace([] {
        World world;
        shell("ip route add blackhole 198.51.100.0/24 && ip route add prohibit 203.0.113.0/24 && "
              "ip -6 route add unreachable 2001:db8:7::/48");
        world.settle();
        EXPECT_EQ(listed(world.steps()), "");
        shell("ip route show table 10001 | grep -q 'unreachable 198.51.100.0/24' && "
              "ip route show table 10001 | grep -q 'unreachable 203.0.113.0/24' && "
              "ip -6 route show table 10001 | grep -q 'unreachable 2001:db8:7::/48' && "
              "ip route add blackhole 192.88.99.0/24 table 10001 && "
              "ip -6 route add blackhole 2001:db8:8::/48 table 10001");
        EXPECT_EQ(world.settle(), 2U);
        EXPECT_EQ(listed(world.steps()), "");
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
        world.settle();
        std::vector<KernelStep> steps;
        for (std::uint32_t i = 0; i < 20000; ++i)
            steps.push_back(
                {Verb::add, SetElement{Set::internet, net::Address::v4(0x0a090100 + i), 0}, {}});
        for (const auto& outcome : world.kernel->apply(steps))
            ASSERT_TRUE(outcome);
        EXPECT_EQ(world.steps().size(), 20000U);
    });
}

TEST(NetlinkKernel, HearsOfOthersAndNotOfItself) {
    in_namespace([] {
        World world;
        std::mutex mutex;
        std::condition_variable heard;
        std::vector<KernelEvent> events;
        ASSERT_TRUE(world.kernel->watch([&](KernelEvent event) {
            const std::lock_guard lock(mutex);
            events.push_back(event);
            heard.notify_all();
        }));
        world.settle();
        shell("nft add table inet other && ip rule add pref 50 table 7");
        std::unique_lock lock(mutex);
        const auto has = [&](KernelEvent kind) {
            return std::ranges::find(events, kind) != events.end();
        };
        EXPECT_TRUE(heard.wait_for(lock, std::chrono::seconds(10), [&] {
            return has(KernelEvent::ruleset) && has(KernelEvent::rules);
        }));
        // The kernel announces a device's new settings in its own name; of the rest, none is ours.
        std::erase(events, KernelEvent::links);
        EXPECT_EQ(events.size(), 2U);
    });
}

} // namespace pic::kernel
