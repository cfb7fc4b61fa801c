#include "access/house.hpp"
#include "access/keeper.hpp"
#include "access/password.hpp"

namespace pic::access {

namespace {

using namespace std::chrono_literals;

struct SignIn : House {
    void disable(const std::string& id) {
        auto user = cell.view().users.find(id)->value;
        user.enabled = false;
        cell.put(id, user);
    }
};

} // namespace

TEST_F(SignIn, OpensASession) {
    const auto reply = login("Anna", annas_password);
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_EQ(reply->body.at("name"), "anna");
    EXPECT_EQ(reply->body.at("role"), "admin");
    const auto caller = who(reply->grant->cookie);
    ASSERT_TRUE(caller);
    EXPECT_TRUE(caller->admin());
    EXPECT_TRUE(csrf_matches(*cell.control().snapshot(), caller->session, reply->grant->csrf));
    EXPECT_EQ(cell.submit("auth.me", {}, *caller)->body.at("user"), "annaaaaaaa");
}

TEST_F(SignIn, OutlivesARestart) {
    const auto reply = login("anna", annas_password);
    cell.restart();
    EXPECT_TRUE(who(reply->grant->cookie));
}

TEST_F(SignIn, AnswersEveryFailureAlike) {
    disable("paulaaaaaa");
    const auto wrong = login("anna", "something else");
    const auto unknown = login("otto", "something else");
    const auto disabled = login("paul", pauls_password);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, Code::not_signed_in);
    EXPECT_EQ(unknown.error(), wrong.error());
    EXPECT_EQ(disabled.error(), wrong.error());
    EXPECT_EQ(cell.view().sessions.size(), 0U);
}

TEST_F(SignIn, HasNoUseForAnEmptyPasswordOfWhoHasNone) {
    cell.put("newaaaaaaa", model::User{.name = "new"});
    EXPECT_FALSE(login("new", ""));
}

TEST_F(SignIn, OverDBusIsRefused) {
    const auto reply = cell.submit("auth.login", {{"name", "anna"}, {"password", annas_password}});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Code::invalid);
    EXPECT_EQ(cell.submit("auth.logout").error().code, Code::invalid);
    EXPECT_EQ(cell.submit("auth.csrf").error().code, Code::invalid);
    EXPECT_EQ(cell.submit("auth.me")->body.at("role"), "admin");
    EXPECT_EQ(cell.submit("auth.change_password", {{"old_password", "a"}, {"password", "b"}})
                  .error()
                  .code,
              Code::invalid);
}

TEST_F(SignIn, InClearTextOverTheNetworkIsRefused) {
    auto caller = from("192.0.2.1");
    caller.confidential = false;
    EXPECT_EQ(cell.submit("auth.login", {{"name", "anna"}, {"password", annas_password}}, caller)
                  .error()
                  .code,
              Code::not_permitted);
}

TEST_F(SignIn, IsHeldUpAfterTooManyFailuresFromOneAddressAlone) {
    for (int i = 0; i < 6; ++i)
        (void)login("anna", "a wrong password", "192.0.2.1");
    const auto held_up = login("anna", annas_password, "192.0.2.1");
    ASSERT_FALSE(held_up);
    EXPECT_EQ(held_up.error().code, Code::too_many);
    EXPECT_EQ(held_up.error().retry_after, 1U);
    EXPECT_TRUE(login("anna", annas_password, "192.0.2.2"));
    cell.clock.advance(1s);
    EXPECT_TRUE(login("anna", annas_password, "192.0.2.1"));
}

TEST_F(SignIn, RaisesTheCostOfAnOldHash) {
    ASSERT_TRUE(needs_rehash(cell.view().users.find("annaaaaaaa")->value.password));
    ASSERT_TRUE(login("anna", annas_password));
    const auto& hash = cell.view().users.find("annaaaaaaa")->value.password;
    EXPECT_FALSE(needs_rehash(hash));
    EXPECT_TRUE(verify_password(hash, annas_password));
}

TEST_F(SignIn, KeepsTheNewestTwentySessionsOfAUser) {
    for (int i = 0; i < 22; ++i) {
        const auto id = "session" + std::string(1, static_cast<char>('a' + i)) + "aa";
        cell.put(id, model::Session{.user = "annaaaaaaa",
                                    .created = cell.clock.now(),
                                    .last_used = cell.clock.now() + std::chrono::seconds(i)});
    }
    ASSERT_TRUE(login("anna", annas_password));
    EXPECT_EQ(cell.view().sessions.size(), 20U);
    EXPECT_EQ(cell.view().sessions.find("sessioncaa"), nullptr);
    EXPECT_NE(cell.view().sessions.find("sessiondaa"), nullptr);
}

TEST_F(SignIn, GoesIntoTheAuditWhenItFailsAndWhenItDoesNot) {
    (void)login("anna", "a wrong password", "192.0.2.1");
    (void)login("my secret word", "x", "192.0.2.2");
    (void)login("anna", annas_password, "192.0.2.3");
    const auto rows = audit("auth.login");
    ASSERT_EQ(rows.size(), 3U);
    const auto& [right, unknown, wrong] = std::tie(rows[0].entry, rows[1].entry, rows[2].entry);
    EXPECT_EQ(wrong, (store::AuditEntry{cell.clock.now(), "nobody", "", "192.0.2.1", "auth.login",
                                        "anna", "wrong password"}));
    EXPECT_EQ(unknown, (store::AuditEntry{cell.clock.now(), "nobody", "", "192.0.2.2", "auth.login",
                                          "an unknown name", "no such user"}));
    EXPECT_EQ(right, (store::AuditEntry{cell.clock.now(), "anna", "admin", "192.0.2.3",
                                        "auth.login", "anna", "done"}));
}

TEST_F(SignIn, FailuresOfOneAddressAreFoldedByTheMinute) {
    Keeper keeper(cell.control());
    keeper.start();
    for (int i = 0; i < 9; ++i)
        (void)login("anna", "a wrong password", "192.0.2.1");
    EXPECT_EQ(audit("auth.login").size(), 1U);
    cell.clock.advance(60s);
    ASSERT_TRUE(cell.run_until([&] { return audit("auth.login").size() == 2; }));
    const auto folded = audit("auth.login").front().entry;
    EXPECT_EQ(folded.address, "192.0.2.1");
    EXPECT_EQ(folded.target, "anna");
    EXPECT_EQ(folded.result, "5 wrong and 3 held up within a minute");
}

TEST_F(SignIn, ACountOfFailuresIsWrittenBeforeTheEnd) {
    {
        Keeper keeper(cell.control());
        for (int i = 0; i < 3; ++i)
            (void)login("anna", "a wrong password", "192.0.2.1");
        keeper.stop();
    }
    cell.restart();
    EXPECT_EQ(audit("auth.login").size(), 2U);
}

TEST_F(SignIn, OfWhoIsRemovedMeanwhileOpensNothing) {
    std::optional<Result<control::Reply>> answer;
    control::Call call;
    call.caller = from("10.0.0.2");
    call.input = {{"name", "paul"}, {"password", pauls_password}};
    cell.ask("auth.login", call, [&](auto reply) { answer = std::move(reply); });
    ASSERT_TRUE(cell.submit("user.remove", {{"id", "paul"}}));
    ASSERT_TRUE(cell.run_until([&] { return answer.has_value(); }));
    EXPECT_FALSE(*answer);
    EXPECT_EQ(cell.view().sessions.size(), 0U);
}

TEST_F(SignIn, EndsByLogout) {
    const auto caller = anna();
    const auto reply = cell.submit("auth.logout", {}, caller);
    ASSERT_TRUE(reply);
    EXPECT_TRUE(reply->grant->revoke);
    EXPECT_EQ(cell.view().sessions.size(), 0U);
    EXPECT_EQ(audit("auth.logout").size(), 1U);
    EXPECT_TRUE(cell.submit("auth.logout", {}, from("10.0.0.2"))->grant->revoke);
    EXPECT_EQ(audit("auth.logout").size(), 1U);
}

} // namespace pic::access
