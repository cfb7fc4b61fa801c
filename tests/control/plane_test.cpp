// The data plane is kept as the model wants it, whatever others do to it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/cell.hpp"
#include "ports/host.hpp"

namespace pic::control {

namespace {

using namespace std::chrono_literals;
using fakes::FakeKernel;
using ports::KernelEvent;

struct PlaneTest : testing::Test {
    PlaneTest() {
        cell.set_up();
        const auto reply = cell.submit("peer.add", {{"name", "phone"}});
        phone = "wgpeer pic0 " + std::string(reply->body.at("peer").at("public_key").as_string());
    }

    void remove(KernelEvent event, const std::string& key) {
        cell.kernel.disturb(event, [&](FakeKernel::Objects& objects) { objects.erase(key); });
    }
    bool same(const FakeKernel::Objects& objects) { return cell.kernel.objects() == objects; }

    fakes::Cell cell;
    std::string phone; // the key of its object in the kernel
};

} // namespace

TEST_F(PlaneTest, WhatOthersRemoveIsPutBackWithinASecondAndReported) {
    const auto before = cell.kernel.objects();
    remove(KernelEvent::ruleset, "table inet pic");
    EXPECT_TRUE(cell.run_until([&] { return same(before); }, 1s));
    EXPECT_TRUE(cell.run_until([&] { return cell.observed().repairs == 1; }));
    EXPECT_EQ(cell.observed().last_repair, "add rules of table inet pic");
}

TEST_F(PlaneTest, EveryKindOfObjectIsPutBack) {
    const auto before = cell.kernel.objects();
    cell.kernel.disturb(KernelEvent::links, [](FakeKernel::Objects& objects) { objects.clear(); });
    EXPECT_TRUE(cell.run_until([&] { return same(before); }));
}

TEST_F(PlaneTest, WhatOthersAddToWhatIsOursIsTakenAway) {
    const auto before = cell.kernel.objects();
    const ports::Object foreign =
        ports::SetElement{ports::Set::lan, *net::Address::parse("10.9.0.9"), 0};
    cell.kernel.disturb(KernelEvent::ruleset, [&](FakeKernel::Objects& objects) {
        objects.emplace(key(foreign), foreign);
    });
    EXPECT_TRUE(cell.run_until([&] { return same(before) && cell.observed().repairs == 1; }));
}

TEST_F(PlaneTest, APeerThatOthersRemoveIsMissedThoughNobodySaysSo) {
    cell.kernel.disturb(KernelEvent::ruleset, [](FakeKernel::Objects&) {});
    cell.run_for(200ms); // what the announcement brought about is over
    const auto session = cell.kernel.open();
    const ports::KernelStep removal{ports::Verb::remove, cell.kernel.objects().at(phone), {}};
    ASSERT_TRUE(session->apply({&removal, 1}).front());
    ASSERT_FALSE(cell.kernel.has(phone));
    EXPECT_TRUE(cell.run_until([&] { return cell.kernel.has(phone); }));
    EXPECT_TRUE(cell.run_until([&] { return cell.observed().repairs == 1; }));
}

TEST_F(PlaneTest, AddressesThatOthersGiveToAPeerAreMissedThoughNobodySaysSo) {
    const auto session = cell.kernel.open();
    const auto before = cell.kernel.objects().at(phone);
    auto changed = std::get<ports::WgPeer>(before);
    changed.allowed.push_back(net::Prefix::all(net::Family::v6));
    const ports::KernelStep change{ports::Verb::change, changed, before};
    ASSERT_TRUE(session->apply({&change, 1}).front());
    EXPECT_TRUE(cell.run_until([&] { return cell.kernel.objects().at(phone) == before; }));
}

TEST_F(PlaneTest, APortThatOthersGiveToTheDeviceIsMissedThoughNobodySaysSo) {
    const auto session = cell.kernel.open();
    const auto tunnel = [&] {
        return std::get<ports::WgDevice>(cell.kernel.objects().at("device pic0"));
    };
    auto changed = tunnel();
    changed.port = 5555;
    const ports::KernelStep change{ports::Verb::change, changed, tunnel()};
    ASSERT_TRUE(session->apply({&change, 1}).front());
    ASSERT_EQ(tunnel().port, 5555);
    EXPECT_TRUE(cell.run_until([&] { return tunnel().port == 51820; }));
    EXPECT_TRUE(cell.run_until([&] { return cell.observed().repairs == 1; }));
}

TEST_F(PlaneTest, AChangeOfTheHostIsFollowedAndNotTakenForAnAttack) {
    cell.kernel.set_host(fakes::host_with_uplink("wlan0"));
    EXPECT_TRUE(cell.run_until([&] { return cell.kernel.has("settings wlan0"); }));
    EXPECT_FALSE(cell.kernel.has("settings eth0"));
    EXPECT_TRUE(cell.run_until([&] { return ports::find_link(cell.observed().host, "wlan0"); }));
    EXPECT_EQ(cell.observed().repairs, 0U);
}

TEST_F(PlaneTest, AChangeOfOursIsNotTakenForAnAttackWhenOthersActToo) {
    cell.kernel.disturb(KernelEvent::routes, [](FakeKernel::Objects&) {});
    const auto reply = cell.submit("wireguard.update", {{"port", 4443}});
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_TRUE(cell.settle());
    EXPECT_EQ(cell.observed().repairs, 0U);
}

TEST_F(PlaneTest, WhoKeepsChangingThingsBackIsMetEverMoreSlowly) {
    std::vector<std::chrono::milliseconds> waits;
    for (int i = 0; i < 5; ++i) {
        remove(KernelEvent::ruleset, "table inet pic");
        const auto removed = std::chrono::steady_clock::now();
        EXPECT_TRUE(cell.run_until([&] { return cell.kernel.has("table inet pic"); }));
        waits.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now() - removed));
    }
    // 50, 100, 200, 400, 800 ms, and however much longer a busy machine takes.
    EXPECT_GE(waits[2], 200ms - 50ms);
    EXPECT_GE(waits[4], 800ms - 50ms);
}

// A network whose routes come and go, at every look others.
TEST_F(PlaneTest, WhatTheHostDoesWithItsOwnMakesNoRepairSlow) {
    for (int i = 0; i < 8; ++i) {
        const auto device = "wlan" + std::to_string(i);
        cell.kernel.set_host(fakes::host_with_uplink(device));
        ASSERT_TRUE(cell.run_until([&] { return cell.kernel.has("settings " + device); }, 1s));
    }
}

// The refused one is tried ever more seldom, up to every ten seconds.
TEST_F(PlaneTest, ARefusedStepMakesNoRepairSlow) {
    cell.kernel.refuse("element internet 10.9.0.3", Error{.detail = "no room for it"});
    (void)cell.submit("peer.add", {{"name", "laptop"}});
    const auto tries = [&] {
        return std::ranges::count_if(cell.kernel.applied(), [](const auto& batch) {
            return std::ranges::any_of(batch, [](const auto& step) {
                return key(step.object) == "element internet 10.9.0.3";
            });
        });
    };
    ASSERT_TRUE(cell.run_until([&] { return tries() >= 6; })); // the next is due in 1600 ms
    const auto removed = std::chrono::steady_clock::now();
    remove(KernelEvent::ruleset, "table inet pic");
    EXPECT_TRUE(cell.run_until([&] { return cell.kernel.has("table inet pic"); }));
    EXPECT_LT(std::chrono::steady_clock::now() - removed, 1s);
}

TEST_F(PlaneTest, ARefusedStepHidesNoRepair) {
    cell.kernel.refuse("element internet 10.9.0.3", Error{.detail = "no room for it"});
    (void)cell.submit("peer.add", {{"name", "laptop"}});
    ASSERT_TRUE(cell.run_until([&] { return !cell.observed().settled; }));
    remove(KernelEvent::ruleset, "table inet pic");
    EXPECT_TRUE(cell.run_until([&] { return cell.observed().repairs == 1; }));
    EXPECT_EQ(cell.observed().last_repair, "add rules of table inet pic");
    EXPECT_FALSE(cell.observed().settled);
}

TEST_F(PlaneTest, WhatCannotBePutBackIsNoRepair) {
    cell.kernel.refuse("element internet 10.9.0.2", Error{.detail = "no room for it"});
    remove(KernelEvent::ruleset, "element internet 10.9.0.2");
    ASSERT_TRUE(cell.run_until([&] { return !cell.observed().settled; }));
    EXPECT_EQ(cell.observed().repairs, 0U);
}

TEST_F(PlaneTest, ALookThatFailsHidesNoRepair) {
    cell.kernel.fail_dumps(Error{.detail = "the kernel is stuck"});
    remove(KernelEvent::ruleset, "table inet pic");
    ASSERT_TRUE(cell.run_until([&] { return !cell.observed().settled; }));
    cell.kernel.fail_dumps({});
    ASSERT_TRUE(cell.run_until([&] { return cell.kernel.has("table inet pic"); }));
    EXPECT_TRUE(cell.run_until([&] { return cell.observed().repairs == 1; }));
    EXPECT_EQ(cell.observed().last_repair, "add rules of table inet pic");
}

TEST_F(PlaneTest, AfterALookThatFailsAChangeOfOursIsNotTakenForAnAttack) {
    cell.kernel.fail_dumps(Error{.detail = "the kernel is stuck"});
    cell.kernel.disturb(KernelEvent::routes, [](FakeKernel::Objects&) {});
    ASSERT_TRUE(cell.submit("wireguard.update", {{"port", 4443}}));
    cell.kernel.fail_dumps({});
    ASSERT_TRUE(cell.settle());
    EXPECT_TRUE(cell.submit("cell.plan")->body.at("steps").as_array().empty());
    EXPECT_EQ(cell.observed().repairs, 0U);
}

TEST_F(PlaneTest, WhatWasRefusedBeforeALookThatFailsIsNoRepair) {
    cell.kernel.refuse("element internet 10.9.0.3", Error{.detail = "no room for it"});
    (void)cell.submit("peer.add", {{"name", "laptop"}});
    const auto says = [&](const std::string& what) {
        return cell.run_until([&] {
            const auto& failures = cell.observed().failures;
            return !failures.empty() && failures.front().find(what) != std::string::npos;
        });
    };
    ASSERT_TRUE(says("no room for it"));
    cell.kernel.fail_dumps(Error{.detail = "the kernel is stuck"});
    ASSERT_TRUE(says("the kernel is stuck"));
    cell.kernel.allow("element internet 10.9.0.3");
    cell.kernel.disturb(KernelEvent::links, [](FakeKernel::Objects&) {});
    cell.kernel.fail_dumps({});
    ASSERT_TRUE(cell.settle());
    EXPECT_EQ(cell.observed().repairs, 0U);
}

TEST_F(PlaneTest, WhatWasRefusedUntilNowIsNoRepair) {
    cell.kernel.refuse("element internet 10.9.0.3", Error{.detail = "no room for it"});
    (void)cell.submit("peer.add", {{"name", "laptop"}});
    ASSERT_TRUE(cell.run_until([&] { return !cell.observed().settled; }));
    cell.kernel.allow("element internet 10.9.0.3");
    cell.kernel.disturb(KernelEvent::links, [](FakeKernel::Objects&) {});
    ASSERT_TRUE(cell.run_until([&] { return cell.observed().settled; }));
    EXPECT_EQ(cell.observed().repairs, 0U);
}

TEST_F(PlaneTest, ARefusedStepIsToldAsPendingAndTriedAgain) {
    cell.kernel.refuse("element internet 10.9.0.3", Error{.detail = "no room for it"});
    const auto reply = cell.submit("peer.add", {{"name", "laptop"}});
    ASSERT_TRUE(reply);
    ASSERT_EQ(reply->pending.size(), 1U);
    EXPECT_THAT(reply->pending.front(), testing::HasSubstr("no room for it"));
    EXPECT_TRUE(cell.run_until([&] { return !cell.observed().settled; }));
    EXPECT_FALSE(cell.observed().failures.empty());
    cell.kernel.allow("element internet 10.9.0.3");
    EXPECT_TRUE(cell.run_until([&] { return cell.observed().settled; }));
    EXPECT_TRUE(cell.kernel.has("element internet 10.9.0.3"));
    EXPECT_EQ(cell.observed().repairs, 0U);
}

TEST_F(PlaneTest, TheCellIsDownOnlyWithoutWhatEveryDeviceStandsOn) {
    const auto condition = [&] {
        return std::string(cell.submit("cell.status")->body.at("condition").as_string());
    };
    const auto break_one = [&](const std::string& key) {
        cell.kernel.refuse(key, Error{.detail = "no"});
        remove(KernelEvent::ruleset, key);
        EXPECT_TRUE(cell.run_until([&] { return !cell.observed().settled; }));
        auto found = condition();
        cell.kernel.allow(key);
        EXPECT_TRUE(cell.settle());
        return found;
    };
    EXPECT_NE(condition(), "down");
    EXPECT_EQ(break_one("element internet 10.9.0.2"), "degraded");
    EXPECT_EQ(break_one("table inet pic"), "down");
    EXPECT_NE(condition(), "down");
}

TEST_F(PlaneTest, AKernelThatCannotBeReadIsSaidAndAskedAgain) {
    cell.kernel.fail_dumps(Error{.detail = "the kernel is stuck"});
    cell.restart();
    EXPECT_TRUE(cell.run_until([&] { return !cell.observed().failures.empty(); }));
    EXPECT_FALSE(cell.observed().settled);
    cell.kernel.fail_dumps({});
    EXPECT_TRUE(cell.settle());
}

TEST_F(PlaneTest, ADryRunTellsThePlanAndChangesNothing) {
    Call call;
    call.caller = fakes::admin();
    call.input = {{"name", "laptop"}};
    call.dry_run = true;
    const auto objects = cell.kernel.objects();
    const auto generation = cell.view().generation;
    const auto entries = cell.audit().size();
    const auto reply = cell.submit("peer.add", call);
    ASSERT_TRUE(reply);
    const auto text = json::serialize(reply->body);
    EXPECT_THAT(text, testing::HasSubstr("add the internet for 10.9.0.3"));
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("PrivateKey")));
    cell.run_for(20ms);
    EXPECT_EQ(cell.view().generation, generation);
    EXPECT_EQ(cell.kernel.objects(), objects);
    EXPECT_EQ(cell.audit().size(), entries);
}

TEST_F(PlaneTest, ThePlanOfASettledCellIsEmpty) {
    const auto settled = cell.submit("cell.plan");
    ASSERT_TRUE(settled);
    EXPECT_TRUE(settled->body.at("steps").as_array().empty());
    cell.kernel.refuse("table inet pic", Error{.detail = "refused"});
    remove(KernelEvent::ruleset, "table inet pic");
    const auto disturbed = cell.submit("cell.plan");
    ASSERT_TRUE(disturbed);
    EXPECT_FALSE(disturbed->body.at("steps").as_array().empty());
}

TEST_F(PlaneTest, OneChangeTouchesNobodyElse) {
    (void)cell.submit("peer.add", {{"name", "laptop"}});
    const auto before = cell.kernel.applied().size();
    (void)cell.submit("peer.update", {{"id", "laptop"}, {"permissions", {{"internet", false}}}});
    const auto batches = cell.kernel.applied();
    ASSERT_EQ(batches.size(), before + 1);
    for (const auto& step : batches.back())
        EXPECT_THAT(key(step.object),
                    testing::AnyOf("element internet 10.9.0.3", "element internet fd00:9::3"));
}

} // namespace pic::control
