#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "kernel/bench.hpp"
#include "plan/ruleset.hpp"
#include "ports/host.hpp"

namespace pic::kernel {

using namespace ports;
using plan::address;
using plan::prefix;

namespace {

Object table() {
    return plan::ruleset(plan::small_cell());
}

// One of each kind that needs neither WireGuard nor another object first.
std::vector<Object> simple_objects() {
    return {DeviceSettings{"eth0", true, true},
            Rule{net::Family::v4, 1001, "eth0", 0x01000000, net::mark_mask, 10001},
            Rule{net::Family::v6, 1900, "eth0", 0, 0, {}},
            Route{10001, prefix("0.0.0.0/0"), net::unreachable_metric, {}, {}, {}},
            Route{10001, prefix("::/0"), net::unreachable_metric, {}, {}, {}},
            Route{10001, prefix("198.51.100.0/24"), 0, "eth0", {}, {}},
            Route{10001, prefix("0.0.0.0/0"), 100, "eth0", address("192.0.2.1"), {}},
            table()};
}

std::vector<Object> elements() {
    return {SetElement{Set::peer, address("10.9.0.2"), 0x01000000},
            SetElement{Set::peer, address("fd00:9::2"), 0x01000000},
            SetElement{Set::internet, address("10.9.0.2"), 0},
            SetElement{Set::services, address("fd00:9::2"), 0}};
}

} // namespace

TEST_P(KernelPort, ShowsTheHostAndNothingOfOursAtFirst) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        const auto snapshot = bench.kernel->dump(bench.ledger);
        ASSERT_TRUE(snapshot);
        EXPECT_TRUE(snapshot->objects.empty());
        const auto& host = snapshot->host;
        ASSERT_NE(find_link(host, "eth0"), nullptr);
        EXPECT_TRUE(find_link(host, "eth0")->up);
        ASSERT_NE(default_route(host, net::Family::v4), nullptr);
        EXPECT_EQ(default_route(host, net::Family::v4)->gateway, address("192.0.2.1"));
        const HostAddress own{"eth0", address("192.0.2.7"), 24};
        EXPECT_NE(std::ranges::find(host.addresses, own), host.addresses.end());
    });
}

TEST_P(KernelPort, ShowsWhatWasAddedAsItWasAdded) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        auto all = simple_objects();
        std::ranges::move(elements(), std::back_inserter(all));
        for (const auto& object : all)
            bench.add(object);
        for (const auto& object : all)
            EXPECT_TRUE(bench.shows(object)) << key(object);
        EXPECT_EQ(bench.present().size(), all.size());
    });
}

TEST_P(KernelPort, AddsAgainAndRemovesAgainWithoutComplaint) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        for (const auto& object : simple_objects()) {
            bench.add(object);
            bench.add(object);
            EXPECT_TRUE(bench.shows(object)) << key(object);
            bench.remove(object);
            bench.remove(object);
            EXPECT_FALSE(bench.present().contains(key(object))) << key(object);
        }
        EXPECT_TRUE(bench.present().empty());
    });
}

TEST_P(KernelPort, HoldsOneObjectUnderEachKeyWhenItChanges) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        bench.add(table());
        const std::pair<Object, Object> changes[] = {
            {SetElement{Set::peer, address("10.9.0.2"), 0x01000000},
             SetElement{Set::peer, address("10.9.0.2"), 0x02000000}},
            {Route{10001, prefix("198.51.100.0/24"), 0, "eth0", {}, {}},
             Route{10001, prefix("198.51.100.0/24"), 0, "eth0", address("192.0.2.9"), {}}},
            {Rule{net::Family::v4, 1001, "eth0", 0x01000000, net::mark_mask, 10001},
             Rule{net::Family::v4, 1001, "lo", 0x01000000, net::mark_mask, 10001}},
            {DeviceSettings{"eth0", true, true}, DeviceSettings{"eth0", true, false}}};
        for (const auto& [before, after] : changes) {
            bench.add(before);
            bench.change(before, after);
            EXPECT_TRUE(bench.shows(after)) << key(after);
        }
        EXPECT_EQ(bench.present().size(), 1 + std::size(changes));
    });
}

TEST_P(KernelPort, RefusesWhatHasNothingToHangOn) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        const Object orphans[] = {SetElement{Set::lan, address("10.9.0.2"), 0},
                                  Route{10001, prefix("198.51.100.0/24"), 0, "nothere", {}, {}},
                                  DeviceSettings{"nothere", true, true},
                                  DeviceAddress{"nothere", address("10.9.0.1"), 20}};
        for (const auto& orphan : orphans) {
            const auto outcome = bench.apply(Verb::add, orphan);
            ASSERT_FALSE(outcome) << key(orphan);
            EXPECT_EQ(outcome.error().code, Code::not_found) << outcome.error().text();
        }
        EXPECT_FALSE(bench.apply(Verb::add, peer("10.9.0.2/32")));
        EXPECT_TRUE(bench.present().empty());
    });
}

TEST_P(KernelPort, GoesOnAfterARefusedStep) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        const Object good = Route{10001, prefix("198.51.100.0/24"), 0, "eth0", {}, {}};
        const Object bad = Route{10001, prefix("203.0.113.0/24"), 0, "nothere", {}, {}};
        const auto outcome = bench.kernel->apply(
            std::vector<KernelStep>{{Verb::add, bad, {}}, {Verb::add, good, {}}});
        ASSERT_EQ(outcome.size(), 2U);
        EXPECT_FALSE(outcome[0]);
        EXPECT_TRUE(outcome[1]);
        EXPECT_TRUE(bench.shows(good));
    });
}

TEST_P(KernelPort, KeepsElementsWhenTheRulesChangeAndLosesThemWithTheTable) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        auto inputs = plan::small_cell();
        inputs.host = plan::host_with_uplink("wlan0");
        const Object other = plan::ruleset(inputs);
        bench.add(table());
        for (const auto& element : elements())
            bench.add(element);
        bench.change(table(), other);
        EXPECT_TRUE(bench.shows(other));
        for (const auto& element : elements())
            EXPECT_TRUE(bench.shows(element)) << key(element);
        bench.remove(other);
        EXPECT_TRUE(bench.present().empty());
    });
}

TEST_P(KernelPort, ShowsNoRuleOrRouteOutsideTheLedger) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        bench.add(Rule{net::Family::v4, 50, "eth0", 0, 0, 7});
        bench.add(Route{7, prefix("198.51.100.0/24"), 0, "eth0", {}, {}});
        EXPECT_TRUE(bench.present().empty());
    });
}

TEST_P(KernelPort, ShowsTheNextProcessWhatTheOneBeforeLeft) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        for (const auto& object : simple_objects())
            bench.add(object);
        bench.kernel = machine.open("ours");
        for (const auto& object : simple_objects())
            EXPECT_TRUE(bench.shows(object)) << key(object);
    });
}

TEST_P(KernelPort, HearsOfOthersAndNotOfItself) {
    GetParam()([](Machine& machine) {
        Bench bench(machine);
        std::mutex mutex;
        std::condition_variable heard;
        std::vector<KernelEvent> events;
        ASSERT_TRUE(bench.kernel->watch([&](KernelEvent event) {
            const std::lock_guard lock(mutex);
            events.push_back(event);
            heard.notify_all();
        }));
        bench.add(table());
        bench.add(Rule{net::Family::v4, 1001, "eth0", 0, 0, 10001});
        bench.add(SetElement{Set::lan, address("10.9.0.2"), 0});
        std::thread([&] {
            Bench other(machine);
            other.kernel = machine.open("theirs");
            other.remove(Rule{net::Family::v4, 1001, "eth0", 0, 0, 10001});
            other.add(SetElement{Set::lan, address("10.9.0.3"), 0});
        }).join();
        std::unique_lock lock(mutex);
        EXPECT_TRUE(
            heard.wait_for(lock, std::chrono::seconds(10), [&] { return events.size() >= 2; }));
        EXPECT_EQ(std::ranges::count(events, KernelEvent::rules), 1);
        EXPECT_EQ(std::ranges::count(events, KernelEvent::ruleset), 1);
        EXPECT_EQ(events.size(), 2U);
        lock.unlock();
        bench.kernel.reset(); // no call after this
    });
}

} // namespace pic::kernel
