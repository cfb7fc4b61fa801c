// The table of operations on a real bus: a whole cell, callers of two kinds, and polkit played.
#include "dbus/service.hpp"

#include <gmock/gmock.h>

#include "app/operations.hpp"
#include "bus/daemon.hpp"
#include "dbus/client.hpp"
#include "dbus/polkit.hpp"
#include "fakes/cell.hpp"

namespace pic::dbus {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr uid_t root = 0, nobody = 65534;

class OverDbus : public testing::Test {
  protected:
    void SetUp() override {
        cell.set_up();
        serve({});
        ASSERT_TRUE(until([&] { return polkit.ready() && caller.ready(); }));
    }

    // Again, with other limits.
    void serve(const Limits& limits) {
        service.reset();
        service = std::make_unique<Service>(loop(), daemon.address(), cell.control(),
                                            app::operations(), limits);
        service->start();
        const auto there = [&] { return ask(caller, "Cell", "Health"); };
        ASSERT_TRUE(until([&] { return caller.ready() && polkit.ready(); }));
        for (auto answered = there(); answered->error.ends_with("ServiceUnknown");)
            answered = there();
        polkit.asked.clear();
    }

    boost::asio::io_context& loop() { return cell.control().world().loop; }
    bool until(const std::function<bool()>& holds) { return cell.run_until(holds); }

    Pending answered(Pending call) {
        EXPECT_TRUE(until([&] { return call->done; }));
        return call;
    }
    Pending ask(Client& client, const char* noun, const char* method,
                const bus::json::object& input = {}) {
        return answered(client.ask(noun, method, input));
    }

    void hear() {
        caller.hear("thing", heard);
        (void)ask(caller, "Dns", "Show"); // the bus has read the match before
    }
    void happens(const std::string& id) {
        cell.control().observe([](auto&) {}, {"thing", id, 0});
    }

    std::vector<std::string> heard;
    fakes::Cell cell;
    bus::Daemon daemon;
    std::unique_ptr<Service> service;
    Polkit polkit{loop(), daemon.address()};
    Client caller{loop(), daemon.address(), nobody};
};

} // namespace

TEST_F(OverDbus, ACallIsAnswered) {
    const auto added = ask(caller, "Record", "Add",
                           {{"name", "printer"}, {"addresses", bus::json::array{"192.0.2.9"}}});
    EXPECT_EQ(added->error, "") << added->detail;
    EXPECT_EQ(added->body.at("name"), "printer");
    EXPECT_EQ(cell.view().records.size(), 1U);
    EXPECT_THAT(polkit.asked, ElementsAre("ngo.pic.cell1.manage"));
    EXPECT_TRUE(cell.audit().front().entry.actor.starts_with("uid:"));
}

TEST_F(OverDbus, ACallWithoutArgumentsIsOne) {
    const auto shown = answered(caller.ask("Dns", "Show", [](sd_bus_message*) {}));
    EXPECT_EQ(shown->error, "") << shown->detail;
    EXPECT_TRUE(shown->body.contains("lan"));
}

TEST_F(OverDbus, WhomPolkitDoesNotAllowIsRefused) {
    polkit.allows = false;
    const auto refused = ask(caller, "User", "Add", {{"name", "mallory"}, {"role", "admin"}});
    EXPECT_EQ(refused->error, "ngo.pic.Error.NotPermitted");
    EXPECT_THAT(polkit.asked, ElementsAre("ngo.pic.cell1.secrets"));
    EXPECT_EQ(cell.view().users.size(), 1U);
}

TEST_F(OverDbus, PolkitIsAskedForWhatTheCallTakes) {
    (void)ask(caller, "Peer", "Update", {{"id", "laptop"}, {"note", "blue"}});
    (void)ask(caller, "Peer", "Update", {{"id", "laptop"}, {"owner", "mallory"}});
    EXPECT_THAT(polkit.asked, ElementsAre("ngo.pic.cell1.manage", "ngo.pic.cell1.secrets"));
}

TEST_F(OverDbus, ArgumentsOfAnotherKindAreRefusedBeforePolkitIsAsked) {
    const auto refuse = [&](const auto& write) {
        const auto refused = answered(caller.ask("Peer", "Add", write));
        EXPECT_EQ(refused->error, "ngo.pic.Error.Malformed") << refused->detail;
    };
    refuse([](sd_bus_message* call) { sd_bus_message_append(call, "s", "laptop"); });
    refuse([](sd_bus_message* call) {
        sd_bus_message_append(call, "a{sv}ay", 1, "name", "s", "laptop", 3, 1, 2, 3);
    });
    refuse([](sd_bus_message* call) {
        sd_bus_message_append(call, "a{sv}ah", 1, "name", "s", "laptop", 1, STDERR_FILENO);
    });
    refuse([](sd_bus_message* call) {
        sd_bus_message_append(call, "a{sv}", 1, "name", "h", STDERR_FILENO);
    });
    refuse([](sd_bus_message* call) {
        const std::string much(1 << 17, 'x');
        sd_bus_message_append(call, "a{sv}", 1, "name", "s", much.c_str());
    });
    EXPECT_THAT(polkit.asked, IsEmpty());
}

TEST_F(OverDbus, WhatHappensToOneThingAtOnceIsToldOnce) {
    hear();
    for (const auto* id : {"a", "b", "a"})
        happens(id);
    ASSERT_TRUE(until([&] { return heard.size() >= 2; }));
    happens("c");
    ASSERT_TRUE(until([&] { return heard.back() == "c"; }));
    EXPECT_THAT(heard, ElementsAre("a", "b", "c"));
}

TEST_F(OverDbus, WhatThereIsNoRoomForIsToldAtOnce) {
    serve({.untold = 2, .told_together = std::chrono::hours(1)});
    hear();
    for (const auto* id : {"a", "b", "c"})
        happens(id);
    ASSERT_TRUE(until([&] { return !heard.empty(); }));
    (void)ask(caller, "Dns", "Show"); // what was told before its answer is heard before
    EXPECT_EQ(heard.front(), "a");
    EXPECT_LT(heard.size(), 3U); // the last waits for its hour
}

TEST_F(OverDbus, WhoStopsWaitsUntilAllAreAnswered) {
    bool idle = false;
    const auto wait = [&] {
        idle = false;
        service->when_idle([&] { idle = true; });
    };
    wait();
    EXPECT_TRUE(idle);
    polkit.thinks = true;
    const auto call = caller.ask("Dns", "Show");
    ASSERT_TRUE(until([&] { return polkit.asked.size() == 1; }));
    wait();
    EXPECT_FALSE(idle);
    polkit.finish();
    EXPECT_TRUE(until([&] { return idle; }));
    EXPECT_EQ(answered(call)->error, "");
}

TEST_F(OverDbus, WhoStopsTellsTheLastOfIt) {
    hear();
    happens("a");
    service->when_idle([] {});
    service.reset();
    EXPECT_TRUE(until([&] { return !heard.empty(); }));
}

TEST_F(OverDbus, OfOneCallerFewCallsWait) {
    serve({.of_sender = 2});
    polkit.thinks = true;
    const auto first = caller.ask("Dns", "Show"), second = caller.ask("Dns", "Show");
    EXPECT_EQ(ask(caller, "Dns", "Show")->error, "ngo.pic.Error.TooMany");
    Client other(loop(), daemon.address(), nobody);
    const auto others = other.ask("Dns", "Show");
    ASSERT_TRUE(until([&] { return polkit.asked.size() == 3; }));
    polkit.finish();
    EXPECT_EQ(answered(first)->error, "");
    EXPECT_EQ(answered(second)->error, "");
    EXPECT_EQ(answered(others)->error, "");
    polkit.thinks = false;
    EXPECT_EQ(ask(caller, "Dns", "Show")->error, "");
}

TEST_F(OverDbus, WhatWaitsForPolkitLeavesRoomForRoot) {
    if (::getuid() != 0) GTEST_SKIP() << "needs root, to be root and somebody else";
    serve({.questions = 2});
    polkit.thinks = true;
    const auto first = caller.ask("Dns", "Show"), second = caller.ask("Dns", "Show");
    ASSERT_TRUE(until([&] { return polkit.asked.size() == 2; }));
    Client other(loop(), daemon.address(), nobody), administrator(loop(), daemon.address(), root);
    EXPECT_EQ(ask(other, "Dns", "Show")->error, "ngo.pic.Error.TooMany");
    EXPECT_EQ(ask(administrator, "Dns", "Show")->error, "");
    polkit.finish();
    EXPECT_EQ(answered(second)->error, "");
    polkit.thinks = false;
    EXPECT_EQ(ask(other, "Dns", "Show")->error, "");
}

TEST_F(OverDbus, OfAllCallersNotMoreWaitThanTheCellHasRoomFor) {
    serve({.in_all = 2});
    polkit.thinks = true;
    Client other(loop(), daemon.address(), nobody);
    const auto first = caller.ask("Dns", "Show"), second = other.ask("Dns", "Show");
    ASSERT_TRUE(until([&] { return polkit.asked.size() == 2; }));
    const auto refused = ask(caller, "Dns", "Show");
    EXPECT_EQ(refused->error, "ngo.pic.Error.TooMany");
    EXPECT_THAT(refused->body.at("remedy"), "try again in a moment");
    polkit.finish();
    EXPECT_EQ(answered(first)->error, "");
    polkit.thinks = false;
    EXPECT_EQ(ask(caller, "Dns", "Show")->error, "");
}

} // namespace pic::dbus
