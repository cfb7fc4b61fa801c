#include "access/house.hpp"
#include "access/keeper.hpp"

namespace pic::access {

namespace {

using namespace std::chrono_literals;

struct Sessions : House {
    std::size_t listed(const control::Caller& caller, control::json::object input = {}) {
        const auto reply = cell.submit("session.list", std::move(input), caller);
        return reply ? reply->body.at("sessions").as_array().size() : 0;
    }
    void put_session(const std::string& id, Time created, Time used) {
        cell.put(id, model::Session{.user = "annaaaaaaa", .created = created, .last_used = used});
    }
};

} // namespace

TEST_F(Sessions, OfOthersAreAnAdministratorsToSee) {
    const auto peer = paul();
    const auto admin = anna();
    EXPECT_EQ(listed(peer), 1U);
    EXPECT_EQ(listed(peer, {{"user", "paul"}}), 1U);
    EXPECT_EQ(cell.submit("session.list", {{"user", "anna"}}, peer).error().code, Code::not_found);
    EXPECT_EQ(listed(admin), 2U);
    EXPECT_EQ(listed(admin, {{"user", "paul"}}), 1U);
    EXPECT_EQ(listed(fakes::admin()), 2U); // over D-Bus
}

TEST_F(Sessions, SayWhichOneAsks) {
    const auto caller = anna();
    const auto body = cell.submit("session.list", {}, caller)->body;
    const auto& session = body.at("sessions").at(0);
    EXPECT_EQ(session.at("current"), true);
    EXPECT_EQ(session.at("address"), "10.0.0.2");
    EXPECT_EQ(session.at("agent"), "Browser/1.0");
    EXPECT_EQ(session.as_object().size(), 8U);
}

TEST_F(Sessions, AreRevokedByWhoseTheyAreOrAnAdministrator) {
    const auto peer = paul();
    const auto admin = anna();
    EXPECT_EQ(cell.submit("session.revoke", {{"id", admin.session}}, peer).error().code,
              Code::not_found);
    const auto others = cell.submit("session.revoke", {{"id", peer.session}}, admin);
    ASSERT_TRUE(others);
    EXPECT_FALSE(others->grant);
    EXPECT_EQ(cell.view().sessions.find(peer.session), nullptr);
    EXPECT_TRUE(cell.submit("session.revoke", {{"id", admin.session}}, admin)->grant->revoke);
    EXPECT_EQ(audit("session.revoke").size(), 2U);
    EXPECT_EQ(audit("session.revoke").back().entry.target, "paul");
}

TEST_F(Sessions, InUseAreNeverFoundIdle) {
    Keeper keeper(cell.control());
    keeper.start();
    const auto cookie = login("anna", annas_password)->grant->cookie;
    for (int day = 0; day < 28; day += 6) {
        const auto caller = who(cookie);
        ASSERT_TRUE(caller) << day;
        const auto used = cell.clock.now();
        cell.control().touch_session(caller->session);
        const auto saved = [&] {
            return cell.view().sessions.find(caller->session)->value.last_used == used;
        };
        ASSERT_TRUE(cell.run_until(saved)) << day;
        cell.clock.advance(6 * 24h);
    }
}

TEST_F(Sessions, ThatAreOverAreRemoved) {
    const auto now = cell.clock.now();
    put_session("oldaaaaaaa", now, now + absolute_limit);
    put_session("idleaaaaaa", now, now);
    cell.clock.advance(8 * 24h);
    put_session("newaaaaaaa", cell.clock.now(), cell.clock.now());
    Keeper keeper(cell.control());
    keeper.start();
    ASSERT_TRUE(cell.run_until([&] { return cell.view().sessions.size() == 2; }));
    EXPECT_EQ(cell.view().sessions.find("idleaaaaaa"), nullptr);
    cell.clock.advance(absolute_limit);
    ASSERT_TRUE(cell.run_until([&] { return cell.view().sessions.size() == 0; }));
    EXPECT_EQ(audit("session.expire").front().entry.target, "2 sessions");
    EXPECT_EQ(audit("session.expire").front().entry.actor, "picd");
}

TEST_F(Sessions, OfAClockThatWasWrongCountFromWhenItIsRight) {
    const auto right = cell.clock.now();
    cell.clock.set(Time(24h * 365 * 30));
    put_session("earlyaaaaa", cell.clock.now(), cell.clock.now());
    Keeper keeper(cell.control());
    keeper.start();
    cell.clock.advance(100 * 24h); // still wrong: nothing ends
    ASSERT_TRUE(cell.run_ticks());
    ASSERT_NE(cell.view().sessions.find("earlyaaaaa"), nullptr);
    cell.clock.set(right);
    ASSERT_TRUE(cell.run_until([&] {
        const auto* session = cell.view().sessions.find("earlyaaaaa");
        return session != nullptr && session->value.created == right;
    }));
    EXPECT_TRUE(audit("session.expire").empty());
}

} // namespace pic::access
