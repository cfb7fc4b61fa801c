// What the loop does by itself when time passes, and what it tells.
#include <algorithm>
#include <filesystem>
#include <future>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/cell.hpp"
#include "fakes/full_disk.hpp"

namespace pic::control {

namespace {

using namespace std::chrono_literals;

const Time long_ago = *parse_time("2020-01-01T00:00:00Z"); // as a machine without a clock starts

struct Upkeep : testing::Test {
    Upkeep() { cell.set_up(); }

    std::string add(const std::string& name, json::object input = {}) {
        input["name"] = name;
        const auto reply = cell.submit("peer.add", std::move(input));
        EXPECT_TRUE(reply) << reply.error().text();
        return reply ? std::string(reply->body.at("peer").at("ipv4").as_string()) : std::string();
    }
    bool online(const std::string& address) { return cell.kernel.has("element peer " + address); }
    bool shown_expired(const std::string& name) {
        return cell.submit("peer.show", {{"id", name}})->body.at("expired").as_bool();
    }
    auto written() { // expiries, in the audit
        const auto rows = cell.audit();
        return std::ranges::count(rows, "peer.expire",
                                  [](const auto& row) { return row.entry.action; });
    }
    std::string in(std::chrono::seconds time) { return format_time(cell.clock.now() + time); }

    fakes::Cell cell;
};

} // namespace

TEST_F(Upkeep, APeerGoesOfflineWhenItExpires) {
    const auto address = add("phone", {{"expires", in(1h)}});
    EXPECT_TRUE(online(address));
    EXPECT_FALSE(shown_expired("phone"));
    cell.clock.advance(1h);
    EXPECT_TRUE(cell.run_until([&] { return !online(address); }));
    EXPECT_TRUE(shown_expired("phone"));
    EXPECT_NE(cell.view().peers.size(), 0U);
}

TEST_F(Upkeep, AnExpiredPeerIsBackWhenItsTimeIsExtended) {
    const auto address = add("phone", {{"expires", in(1h)}});
    cell.clock.advance(2h);
    EXPECT_TRUE(cell.run_until([&] { return !online(address); }));
    (void)cell.submit("peer.update", {{"id", "phone"}, {"expires", in(1h)}});
    EXPECT_TRUE(cell.run_until([&] { return online(address); }));
}

TEST_F(Upkeep, AnExpiredPeerIsNotLetInWhileItsRemovalIsStored) {
    const auto address = add("phone", {{"expires", in(1h)}});
    cell.clock.advance(2h);
    EXPECT_TRUE(cell.run_until([&] { return !online(address); }));
    std::promise<void> stall;
    cell.control().world().store.read(
        [held = stall.get_future().share()](store::Store&) { held.wait(); });
    Call removing;
    removing.caller = fakes::admin();
    removing.input = {{"id", "phone"}};
    bool removed = false;
    cell.ask("peer.remove", removing, [&](const Result<Reply>&) { removed = true; });
    EXPECT_FALSE(cell.run_until([&] { return online(address); }, 2500ms))
        << "ticks come each second";
    EXPECT_FALSE(removed);
    stall.set_value();
    EXPECT_TRUE(cell.run_until([&] { return removed; }));
    EXPECT_FALSE(online(address));
}

TEST_F(Upkeep, APeerThatExpiredBeforeARestartStaysOffline) {
    const auto address = add("phone", {{"expires", in(1h)}});
    cell.stop();
    cell.clock.advance(2h);
    cell.start();
    EXPECT_TRUE(cell.run_until([&] { return !online(address); }));
}

TEST_F(Upkeep, AStartDoesNotLetAnExpiredPeerBackIn) {
    const auto address = add("phone", {{"expires", in(1h)}});
    cell.clock.advance(2h);
    EXPECT_TRUE(cell.run_until([&] { return !online(address); }));
    cell.run_for(300ms); // checks that follow are over
    const auto batches = cell.kernel.applied().size();
    cell.restart();
    EXPECT_TRUE(cell.settle());
    cell.run_for(300ms);
    EXPECT_EQ(cell.kernel.applied().size(), batches);
}

TEST_F(Upkeep, AnotherExpiryIsInForceWhenItIsAnswered) {
    const auto address = add("phone", {{"expires", in(1h)}});
    cell.clock.advance(2h);
    EXPECT_TRUE(cell.run_until([&] { return !online(address); }));
    Call call;
    call.caller = fakes::admin();
    call.input = {{"id", "phone"}, {"expires", in(1h)}};
    call.dry_run = true;
    const auto plan = json::serialize(cell.submit("peer.update", call)->body);
    EXPECT_THAT(plan, testing::HasSubstr("add the way out of " + address));
    EXPECT_FALSE(online(address));
    (void)cell.submit("peer.update", {{"id", "phone"}, {"expires", in(1h)}});
    EXPECT_TRUE(online(address));
}

TEST_F(Upkeep, TheStoreIsCopiedEveryDay) {
    const auto copy = cell.folder() + "/store.copy";
    const auto copied = [&] { return std::filesystem::exists(copy); };
    cell.clock.advance(9min);
    ASSERT_TRUE(cell.run_ticks());
    EXPECT_FALSE(copied());
    cell.clock.advance(1min);
    ASSERT_TRUE(cell.run_until(copied));
    std::filesystem::remove(copy);
    cell.clock.advance(23h);
    ASSERT_TRUE(cell.run_ticks());
    EXPECT_FALSE(copied());
    cell.clock.advance(1h);
    EXPECT_TRUE(cell.run_until(copied));
}

TEST_F(Upkeep, ACopyThatFailsIsToldAndTriedAgain) {
    const auto told = [&] {
        return std::ranges::any_of(cell.observed().findings, [](const auto& finding) {
            return finding.id == "store_copy.failed";
        });
    };
    cell.clock.advance(10min);
    {
        const fakes::FullDisk full;
        EXPECT_TRUE(cell.run_until(told));
    }
    cell.clock.advance(1h);
    EXPECT_TRUE(cell.run_until([&] { return !told(); }));
    EXPECT_TRUE(std::filesystem::exists(cell.folder() + "/store.copy"));
}

TEST_F(Upkeep, AFullDiskIsNotAskedEverySecond) {
    add("phone");
    (void)cell.submit("peer.remove", {{"id", "phone"}});
    cell.clock.advance(24h);
    std::size_t left = 0;
    {
        const fakes::FullDisk full;
        ASSERT_TRUE(cell.run_ticks());
        left = cell.view().resting.size();
    }
    EXPECT_EQ(left, 1U);
    ASSERT_TRUE(cell.run_ticks());
    EXPECT_EQ(cell.view().resting.size(), 1U) << "it was tried again before the pause was over";
    cell.clock.advance(60s);
    EXPECT_TRUE(cell.run_until([&] { return cell.view().resting.size() == 0; }));
}

TEST_F(Upkeep, BelowTheClockFloorNobodysTimeRunsOut) {
    const auto address = add("phone", {{"expires", in(1h)}});
    cell.clock.set(long_ago);
    ASSERT_TRUE(cell.run_ticks());
    EXPECT_TRUE(online(address));
    cell.restart();
    ASSERT_TRUE(cell.settle());
    EXPECT_TRUE(online(address));
}

TEST_F(Upkeep, WhoWasShutOutStaysSoWhenTheMachineForgetsTheTime) {
    const auto address = add("phone", {{"expires", in(1h)}});
    cell.clock.advance(2h);
    EXPECT_TRUE(cell.run_until([&] { return !online(address); }));
    ASSERT_TRUE(cell.run_ticks());
    EXPECT_EQ(cell.audit().front().entry.action, "peer.expire");
    EXPECT_EQ(cell.audit().front().entry.target, "phone");
    const auto entries = cell.audit().size();
    cell.stop();
    cell.clock.set(long_ago);
    cell.start();
    ASSERT_TRUE(cell.settle());
    ASSERT_TRUE(cell.run_ticks());
    EXPECT_FALSE(online(address));
    EXPECT_TRUE(shown_expired("phone"));
    EXPECT_EQ(cell.audit().size(), entries) << "it is in there already";
    cell.clock.set(clock_floor()); // right, and before its time is over
    EXPECT_TRUE(cell.run_until([&] { return online(address); }));
}

TEST_F(Upkeep, WhoWasShutOutStaysSoWhenTheClockIsSetBack) {
    const auto address = add("phone", {{"expires", in(1h)}});
    cell.clock.advance(2h);
    ASSERT_TRUE(cell.run_until([&] { return cell.audit().front().entry.action == "peer.expire"; }));
    {
        const fakes::FullDisk full; // what fails takes the cell back to what is stored
        EXPECT_FALSE(cell.submit("peer.add", {{"name", "tablet"}}));
    }
    cell.clock.set(long_ago);
    ASSERT_TRUE(cell.run_ticks());
    EXPECT_FALSE(online(address));
    EXPECT_TRUE(shown_expired("phone"));
}

TEST_F(Upkeep, AnExpiryThatCannotBeWrittenDownIsWhenItCan) {
    const auto address = add("phone", {{"expires", in(1h)}});
    {
        const fakes::FullDisk full;
        cell.clock.advance(2h);
        EXPECT_TRUE(cell.run_until([&] { return !online(address); }));
        ASSERT_TRUE(cell.run_ticks());
    }
    cell.clock.advance(5min); // longer than a disk that refused is left alone
    EXPECT_TRUE(cell.run_until([&] { return written() == 1; }));
    ASSERT_TRUE(cell.run_ticks());
    EXPECT_EQ(written(), 1);
}

TEST_F(Upkeep, ManyThatCannotBeWrittenDownAtOnceAreOneFailure) {
    for (int i = 0; i < 10; ++i)
        add("guest" + std::to_string(i), {{"expires", in(1h)}});
    {
        const fakes::FullDisk full;
        cell.clock.advance(2h);
        ASSERT_TRUE(cell.run_ticks());
        ASSERT_TRUE(cell.run_ticks());
    }
    cell.clock.advance(2s); // the pause after a first failure
    EXPECT_TRUE(cell.run_until([&] { return written() == 10; }));
}

TEST_F(Upkeep, WhoseTimeRanOutWhileTheCellWasOffIsLoggedAtTheStart) {
    const auto address = add("phone", {{"expires", in(1h)}});
    cell.stop();
    cell.clock.advance(2h);
    cell.start();
    ASSERT_TRUE(cell.run_until([&] { return cell.audit().front().entry.action == "peer.expire"; }));
    cell.stop();
    cell.clock.set(long_ago);
    cell.start();
    ASSERT_TRUE(cell.settle());
    EXPECT_FALSE(online(address));
}

TEST_F(Upkeep, AFreedAddressRestsForADay) {
    const auto address = add("phone");
    (void)cell.submit("peer.remove", {{"id", "phone"}});
    EXPECT_NE(add("tablet"), address);
    cell.clock.advance(24h);
    EXPECT_TRUE(cell.run_until([&] { return cell.view().resting.size() == 0; }));
    EXPECT_EQ(add("laptop"), address);
    cell.restart();
    EXPECT_EQ(cell.view().resting.size(), 0U);
}

TEST_F(Upkeep, AnAddressRestsThroughARestart) {
    const auto address = add("phone");
    (void)cell.submit("peer.remove", {{"id", "phone"}});
    cell.restart();
    EXPECT_NE(add("tablet"), address);
}

TEST_F(Upkeep, ListenersAreToldOfEachDocument) {
    std::vector<std::string> told;
    const auto listening = cell.control().subscribe(
        [&](const Event& event) { told.push_back(event.noun + " " + event.id); });
    add("phone");
    std::string id;
    cell.view().peers.each([&](const auto& peer) { id = peer.id; });
    EXPECT_THAT(told, testing::Contains("peers " + id));
}

TEST_F(Upkeep, WhoStoppedListeningIsToldNothing) {
    int told = 0;
    auto listening = cell.control().subscribe([&](const Event&) { ++told; });
    listening.reset();
    add("phone");
    EXPECT_EQ(told, 0);
}

TEST_F(Upkeep, CountersAreReadAndTold) {
    add("phone");
    net::WgKey key;
    cell.view().peers.each([&](const auto& peer) { key = peer.value.public_key; });
    cell.kernel.set_counters({{key, "198.51.100.9:4242", 1700000000, 1000, 2000}});
    EXPECT_TRUE(cell.run_until([&] {
        const auto& counters = *cell.observed().counters;
        const auto found = counters.find(key);
        return found != counters.end() && found->second.received == 1000;
    }));
    const auto shown = cell.submit("peer.show", {{"id", "phone"}})->body;
    EXPECT_EQ(shown.at("connected_from").as_string(), "198.51.100.9:4242");
    EXPECT_EQ(shown.at("sent").to_number<int>(), 2000);
}

TEST_F(Upkeep, EveryChangeIsAudited) {
    add("phone");
    const auto entry = cell.audit().front().entry;
    EXPECT_EQ(entry.actor, "anna");
    EXPECT_EQ(entry.role, "admin");
    EXPECT_EQ(entry.action, "peer.add");
    EXPECT_EQ(entry.target, "phone");
    EXPECT_EQ(entry.result, "done");
}

TEST_F(Upkeep, ASessionsLastUseIsSavedNowAndThen) {
    cell.put("bbbbbbbbbb", model::Session{.user = "u", .last_used = cell.clock.now()});
    cell.clock.advance(6min);
    cell.control().touch_session("bbbbbbbbbb");
    EXPECT_TRUE(cell.run_until([&] {
        return cell.view().sessions.find("bbbbbbbbbb")->value.last_used == cell.clock.now();
    }));
}

TEST_F(Upkeep, ALastUseThatCannotBeSavedIsSavedLater) {
    cell.put("bbbbbbbbbb", model::Session{.user = "u", .last_used = cell.clock.now()});
    cell.clock.advance(6min);
    const auto used = cell.clock.now();
    cell.control().touch_session("bbbbbbbbbb");
    const auto saved = [&] { return cell.view().sessions.find("bbbbbbbbbb")->value.last_used; };
    {
        const fakes::FullDisk full;
        ASSERT_TRUE(cell.run_ticks());
        EXPECT_LT(saved(), used);
    }
    cell.clock.advance(1min);
    EXPECT_TRUE(cell.run_until([&] { return saved() == used; }));
}

} // namespace pic::control
