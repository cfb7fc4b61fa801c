// What ports::Kernel promises of a WireGuard device.
#include "kernel/bench.hpp"
#include "ports/host.hpp"

namespace pic::kernel {

using namespace ports;
using plan::address;
using plan::prefix;

namespace {

WgDevice device() {
    return {"pic0", net::new_private_key(), 51820, 0, 1420};
}

// What hangs on the device pic0.
std::vector<Object> hanging_objects() {
    return {DeviceAddress{"pic0", address("10.9.0.1"), 20},
            DeviceAddress{"pic0", address("fd00:9::1"), 64},
            DeviceSettings{"pic0", true, true},
            Route{9900, prefix("10.9.0.0/20"), 0, "pic0", {}, address("10.9.0.1")},
            Route{9900, prefix("fd00:9::/64"), 0, "pic0", {}, address("fd00:9::1")},
            peer("10.9.0.2/32"),
            peer("fd00:9::3/128")};
}

#define NEEDS_WIREGUARD(bench)                                                                     \
    if (!(bench).machine.has_wireguard()) GTEST_SKIP() << "this kernel has no WireGuard"

} // namespace

TEST_P(KernelPort, ShowsAWireGuardDeviceAndWhatHangsOnIt) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        NEEDS_WIREGUARD(bench);
        const Object made = device();
        bench.add(made);
        EXPECT_TRUE(bench.shows(made));
        const auto hanging = hanging_objects();
        for (const auto& object : hanging)
            bench.add(object);
        for (const auto& object : hanging)
            EXPECT_TRUE(bench.shows(object)) << key(object);
        EXPECT_EQ(bench.present().size(), 1 + hanging.size());
        const auto host = bench.kernel->dump(bench.ledger)->host;
        ASSERT_NE(find_link(host, "pic0"), nullptr);
        EXPECT_EQ(find_link(host, "pic0")->kind, "wireguard");
        for (const auto& each : host.addresses)
            EXPECT_NE(each.device, "pic0");
    });
}

TEST_P(KernelPort, TakesAlongWhatHangsOnADeviceThatGoes) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        NEEDS_WIREGUARD(bench);
        const Object made = device();
        bench.add(made);
        for (const auto& object : hanging_objects())
            bench.add(object);
        bench.remove(made);
        EXPECT_TRUE(bench.present().empty());
        for (const auto& object : hanging_objects())
            EXPECT_TRUE(bench.apply(Verb::remove, object)) << key(object);
    });
}

TEST_P(KernelPort, ChangesAWireGuardDeviceInPlace) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        NEEDS_WIREGUARD(bench);
        const auto before = device();
        auto after = before;
        after.private_key = net::new_private_key();
        after.port = 51821;
        after.mtu = 1380;
        const Object there = peer("10.9.0.2/32");
        bench.add(before);
        bench.add(there);
        bench.change(before, after);
        EXPECT_TRUE(bench.shows(after));
        EXPECT_TRUE(bench.shows(there));
    });
}

TEST_P(KernelPort, ChangesOnePeerAndLeavesTheOthers) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        NEEDS_WIREGUARD(bench);
        const auto before = peer("10.9.0.2/32"), other = peer("10.9.0.3/32");
        auto half = before;
        half.preshared_key = Secret();
        auto after = half;
        after.allowed = {prefix("10.9.0.4/32"), prefix("fd00:9::4/128")};
        bench.add(device());
        bench.add(before);
        bench.add(other);
        bench.change(before, half);
        EXPECT_TRUE(bench.shows(half));
        bench.change(half, after);
        EXPECT_TRUE(bench.shows(after));
        EXPECT_TRUE(bench.shows(other));
        bench.remove(after);
        EXPECT_FALSE(bench.present().contains(key(after)));
        EXPECT_TRUE(bench.shows(other));
    });
}

TEST_P(KernelPort, MakesAPeerThatIsGoneWholeOrNotAtAll) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        NEEDS_WIREGUARD(bench);
        const auto gone = peer("10.9.0.2/32");
        auto other_secret = gone, moved = gone;
        other_secret.preshared_key = net::new_preshared_key();
        moved.allowed = {prefix("10.9.0.4/32")};
        bench.add(device());
        bench.change(gone, other_secret);
        EXPECT_FALSE(bench.present().contains(key(gone)));
        bench.change(gone, moved);
        EXPECT_TRUE(bench.shows(moved));
    });
}

TEST_P(KernelPort, GivesAnAddressToThePeerThatAskedLast) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        NEEDS_WIREGUARD(bench);
        auto first = peer("10.9.0.2/32");
        const auto second = peer("10.9.0.2/32");
        bench.add(device());
        bench.add(first);
        bench.add(second);
        first.allowed.clear();
        EXPECT_TRUE(bench.shows(first));
        EXPECT_TRUE(bench.shows(second));
    });
}

TEST_P(KernelPort, CountsEveryPeerOfADeviceFromTheStart) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        EXPECT_FALSE(bench.kernel->wireguard("pic0"));
        NEEDS_WIREGUARD(bench);
        const auto quiet = peer("10.9.0.2/32");
        auto made = device();
        bench.add(made);
        EXPECT_TRUE(bench.kernel->wireguard("pic0")->peers.empty());
        bench.add(quiet);
        const std::vector<PeerCounters> expected{{quiet.public_key, {}, 0, 0, 0, quiet.allowed}};
        const auto status = bench.kernel->wireguard("pic0");
        EXPECT_EQ(status->peers, expected);
        made.mtu = 0; // its link's
        EXPECT_EQ(status->device, made);
    });
}

} // namespace pic::kernel
