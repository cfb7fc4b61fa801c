// Confirm or revert: what can lock out whoever does it is undone unless he confirms it in time.
#include <gtest/gtest.h>

#include "control/pending.hpp"
#include "fakes/cell.hpp"

namespace pic::control {

namespace {

using namespace std::chrono_literals;

struct Confirm : testing::Test {
    Confirm() { cell.set_up(); }

    // Moves the VPN to another port; the id under which that can be confirmed.
    std::string move_port() {
        const auto reply = cell.submit("wireguard.update", {{"port", 4443}});
        EXPECT_TRUE(reply) << reply.error().text();
        return std::string(reply->body.at("confirm").at("id").as_string());
    }
    // Why an administrator who comes from there may not confirm it.
    std::optional<Code> confirm_from(const std::string& address, const json::string& id) {
        Call call;
        call.caller = fakes::admin();
        call.caller.address = address;
        call.input = {{"id", id}};
        const auto reply = cell.submit("cell.confirm", call);
        return reply ? std::nullopt : std::optional(reply.error().code);
    }
    std::uint16_t port() const { return cell.view().wireguard.value.port; }
    std::uint16_t kernel_port() const {
        return std::get<ports::WgDevice>(cell.kernel.objects().at("device pic0")).port;
    }

    fakes::Cell cell;
};

} // namespace

TEST_F(Confirm, TheChangeIsInForceWhileItWaits) {
    const auto id = move_port();
    EXPECT_EQ(kernel_port(), 4443);
    ASSERT_NE(cell.view().pending.find(id), nullptr);
    EXPECT_EQ(cell.view().pending.find(id)->value.deadline, cell.clock.now() + time_to_confirm);
}

TEST_F(Confirm, WhatNobodyConfirmsIsUndoneAtItsDeadline) {
    move_port();
    cell.clock.advance(time_to_confirm - 1s);
    ASSERT_TRUE(cell.run_ticks());
    EXPECT_EQ(kernel_port(), 4443);
    cell.clock.advance(1s);
    EXPECT_TRUE(cell.run_until([&] { return kernel_port() == 51820; }));
    EXPECT_EQ(port(), 51820);
    EXPECT_EQ(cell.view().pending.size(), 0U);
    EXPECT_EQ(cell.audit().front().entry.action, "cell.revert");
    EXPECT_EQ(cell.audit().front().entry.actor, "picd");
}

TEST_F(Confirm, WhatIsConfirmedStays) {
    const auto id = move_port();
    ASSERT_TRUE(cell.submit("cell.confirm", {{"id", id}}));
    cell.clock.advance(2 * time_to_confirm);
    ASSERT_TRUE(cell.run_ticks());
    EXPECT_EQ(kernel_port(), 4443);
    EXPECT_EQ(cell.view().pending.size(), 0U);
}

TEST_F(Confirm, ItCanBeTakenBackAtOnce) {
    const auto id = move_port();
    ASSERT_TRUE(cell.submit("cell.revert", {{"id", id}}));
    EXPECT_EQ(port(), 51820);
    EXPECT_EQ(kernel_port(), 51820);
    EXPECT_EQ(cell.view().pending.size(), 0U);
    EXPECT_EQ(cell.audit().front().entry.action, "cell.revert");
    EXPECT_EQ(cell.audit().front().entry.actor, "anna");
    for (const auto* operation : {"cell.revert", "cell.confirm"}) {
        const auto again = cell.submit(operation, {{"id", id}});
        EXPECT_EQ(again.error().code, Code::not_found) << operation;
        EXPECT_EQ(again.error().field, "/id") << operation;
    }
}

TEST_F(Confirm, TakingItBackIsForThoseWhoMayConfirmIt) {
    const auto id = move_port();
    for (const auto* operation : {"cell.revert", "cell.confirm"})
        EXPECT_EQ(cell.submit(operation, {{"id", id}}, fakes::peer_user("paul")).error().code,
                  Code::not_permitted)
            << operation;
    EXPECT_EQ(port(), 4443);
}

TEST_F(Confirm, WhoseWayInItClosesMayTakeItBack) {
    const auto before = cell.view().wireguard.value.ipv4;
    const auto moved = cell.submit("wireguard.update", {{"ipv4", "10.77.0.0/20"}});
    Call call;
    call.caller = fakes::admin();
    call.caller.address = before.base().plus(2).text();
    call.input = {{"id", moved->body.at("confirm").at("id")}};
    ASSERT_TRUE(cell.submit("cell.revert", call));
    EXPECT_EQ(cell.view().wireguard.value.ipv4, before);
}

TEST_F(Confirm, ARestartInBetweenUndoesWhatIsOverdue) {
    move_port();
    cell.stop();
    cell.clock.advance(time_to_confirm);
    cell.start();
    EXPECT_TRUE(cell.run_until([&] { return kernel_port() == 51820 && port() == 51820; }));
}

TEST_F(Confirm, ARestartInTimeLeavesItToBeConfirmed) {
    const auto id = move_port();
    cell.restart();
    ASSERT_TRUE(cell.submit("cell.confirm", {{"id", id}}));
    EXPECT_EQ(port(), 4443);
}

TEST_F(Confirm, TheWayThatAChangeClosesProvesNothing) {
    (void)cell.submit("web.update", {{"public_access", true}, {"confirm", true}});
    const auto closed = cell.submit("web.update", {{"public_access", false}});
    ASSERT_TRUE(closed);
    const auto id = closed->body.at("confirm").at("id").as_string();
    EXPECT_EQ(confirm_from("5.9.0.77", id), Code::not_permitted);
    EXPECT_EQ(confirm_from("2a01:4f8::77", id), Code::not_permitted);
    EXPECT_EQ(cell.view().pending.size(), 1U);
    EXPECT_EQ(confirm_from("192.168.1.7", id), std::nullopt);
}

TEST_F(Confirm, TheRangeThatWasLeftProvesNothing) {
    const auto before = cell.view().wireguard.value.ipv4.base().text();
    const auto moved = cell.submit("wireguard.update", {{"ipv4", "10.77.0.0/20"}});
    ASSERT_TRUE(moved);
    const auto id = moved->body.at("confirm").at("id").as_string();
    EXPECT_EQ(confirm_from(before, id), Code::not_permitted);
    EXPECT_EQ(confirm_from("10.77.0.7", id), std::nullopt);
}

TEST_F(Confirm, ASecondSuchChangeHasToWait) {
    ASSERT_TRUE(cell.submit("web.update", {{"public_access", true}, {"confirm", true}}));
    move_port();
    const auto generation = cell.view().generation;
    Call call;
    call.caller = fakes::admin();
    call.input = {{"port", 4500}};
    for (const bool tried : {true, false}) {
        call.dry_run = tried;
        const auto second = cell.submit("wireguard.update", call);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, Code::conflict);
        EXPECT_EQ(cell.view().generation, generation);
    }
    Call other;
    other.caller = fakes::admin();
    other.input = {{"public_access", false}};
    for (const bool tried : {true, false}) {
        other.dry_run = tried;
        EXPECT_EQ(cell.submit("web.update", other).error().code, Code::conflict)
            << "of other settings, as it may lock out as well";
    }
    const auto phone = cell.submit("peer.add", {{"name", "phone"}});
    ASSERT_TRUE(phone) << "others need not wait";
    EXPECT_NE(json::serialize(phone->body).find("waits to be confirmed"), std::string::npos)
        << "its file leads nowhere unless that is";
}

TEST_F(Confirm, WhatWasAcceptedMeanwhileIsNotUndoneUnsaid) {
    (void)cell.submit("web.update", {{"public_access", true}, {"confirm", true}});
    const auto closed = cell.submit("web.update", {{"public_access", false}});
    ASSERT_TRUE(closed);
    const std::string id(closed->body.at("confirm").at("id").as_string());
    const auto other = cell.submit("web.update", {{"local_name", false}});
    ASSERT_FALSE(other) << "it would be undone with the first";
    EXPECT_EQ(other.error().code, Code::conflict);
    EXPECT_NE(other.error().remedy.find("picctl confirm " + id), std::string::npos);
    EXPECT_NE(other.error().remedy.find("picctl revert " + id), std::string::npos);
    EXPECT_TRUE(cell.view().web.value.local_name);
    ASSERT_TRUE(cell.submit("cell.confirm", {{"id", id}}));
    EXPECT_TRUE(cell.submit("web.update", {{"local_name", false}}));
    EXPECT_FALSE(cell.view().web.value.local_name);
}

TEST_F(Confirm, NoAddressIsGivenThatUndoingWouldLeaveOutside) {
    const auto confirm = [&](const Result<Reply>& reply) {
        const std::string id(reply->body.at("confirm").at("id").as_string());
        return cell.submit("cell.confirm", {{"id", id}});
    };
    ASSERT_TRUE(confirm(cell.submit("wireguard.update", {{"ipv4", "10.77.0.0/29"}})));
    const auto widened = cell.submit("wireguard.update", {{"ipv4", "10.77.0.0/20"}});
    ASSERT_TRUE(widened);
    int number = 0;
    const auto add = [&] {
        return cell.submit("peer.add", {{"name", "p" + std::to_string(++number)}});
    };
    while (add() && number < 10) {
    }
    EXPECT_LE(number, 6) << "a /29 has five addresses beside the cell's own";
    ASSERT_TRUE(confirm(widened));
    EXPECT_TRUE(add());
}

TEST_F(Confirm, AClockThatIsSetMeanwhileNeitherHastensNorDelaysIt) {
    move_port();
    cell.clock.set(cell.clock.now() + 24h);
    ASSERT_TRUE(cell.run_ticks());
    EXPECT_EQ(kernel_port(), 4443);
    cell.clock.set(cell.clock.now() - 48h);
    cell.clock.advance(time_to_confirm);
    EXPECT_TRUE(cell.run_until([&] { return kernel_port() == 51820; }));
}

TEST_F(Confirm, OfNothingIsAnErrorThatNamesTheField) {
    const auto reply = cell.submit("cell.confirm", {{"id", "aaaaaaaaaa"}});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Code::not_found);
    EXPECT_EQ(reply.error().field, "/id");
}

TEST_F(Confirm, AChangeToTheSameNeedsNone) {
    const auto reply = cell.submit("wireguard.update", {{"port", 51820}});
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body.as_object().if_contains("confirm"), nullptr);
    EXPECT_EQ(cell.view().pending.size(), 0U);
}

TEST_F(Confirm, ClosingThePublicSideNeedsItAndOpeningDoesNot) {
    const auto opened = cell.submit("web.update", {{"public_access", true}, {"confirm", true}});
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->body.as_object().if_contains("confirm"), nullptr);
    const auto closed = cell.submit("web.update", {{"public_access", false}});
    ASSERT_TRUE(closed);
    EXPECT_NE(closed->body.as_object().if_contains("confirm"), nullptr);
}

} // namespace pic::control
