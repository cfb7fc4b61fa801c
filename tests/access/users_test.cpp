#include <latch>

#include "access/house.hpp"
#include "access/password.hpp"

namespace pic::access {

namespace {

struct Users : House {
    void own(const std::string& name, const std::string& user) {
        model::Peer peer;
        peer.name = name;
        peer.owner = user;
        cell.put(name + "aaaaa", peer);
    }

    Error refused(std::string_view operation, control::json::object input,
                  const control::Caller& caller = fakes::admin()) {
        const auto before = cell.view().generation;
        auto reply = cell.submit(operation, std::move(input), caller);
        EXPECT_FALSE(reply);
        EXPECT_EQ(cell.view().generation, before);
        return reply ? Error() : reply.error();
    }

    // What `operation` answers when `meanwhile` happened while its password was hashed.
    Result<control::Reply> with(std::string_view operation, const control::json::object& input,
                                const control::Caller& caller,
                                const std::function<void()>& meanwhile) {
        return with(cell.control().world().hashers, operation, input, caller, meanwhile);
    }
    Result<control::Reply> with(boost::asio::thread_pool& pool, std::string_view operation,
                                const control::json::object& input, const control::Caller& caller,
                                const std::function<void()>& meanwhile) {
        const auto held = std::make_shared<std::latch>(1);
        for (int thread = 0; thread < 2; ++thread)
            boost::asio::post(pool, [held] { held->wait(); });
        std::optional<Result<control::Reply>> answer;
        control::Call call;
        call.caller = caller;
        call.input = input;
        cell.ask(operation, call, [&](auto reply) { answer = std::move(reply); });
        meanwhile();
        held->count_down();
        EXPECT_TRUE(cell.run_until([&] { return answer.has_value(); }));
        return *answer;
    }
};

} // namespace

TEST_F(Users, AreAddedAndSignIn) {
    const auto reply =
        cell.submit("user.add", {{"name", "Otto"}, {"password", "otto likes cake a lot more"}});
    EXPECT_EQ(reply.error().field, "/password"); // it contains the name
    const auto added =
        cell.submit("user.add", {{"name", "Otto"}, {"password", "cake and tea please"}});
    ASSERT_TRUE(added) << added.error().text();
    EXPECT_EQ(added->body.at("name"), "otto");
    EXPECT_EQ(added->body.at("role"), "peer");
    EXPECT_EQ(added->body.at("has_password"), true);
    EXPECT_TRUE(login("otto", "cake and tea please"));
}

TEST_F(Users, HaveNamesOfTheirOwn) {
    EXPECT_EQ(refused("user.add", {{"name", "ANNA"}}).code, Code::conflict);
    EXPECT_EQ(refused("user.update", {{"id", "paul"}, {"name", "anna"}}).field, "/name");
    EXPECT_EQ(refused("user.add", {{"name", "two words"}}).field, "/name");
    EXPECT_EQ(refused("user.show", {{"id", "otto"}}).code, Code::not_found);
}

TEST_F(Users, AreChangedFieldByField) {
    ASSERT_TRUE(cell.submit("user.update", {{"id", "paul"}, {"name", "paula"}}));
    ASSERT_TRUE(cell.submit("user.update", {{"id", "paulaaaaaa"}, {"role", "admin"}}));
    const auto& user = cell.view().users.find("paulaaaaaa")->value;
    EXPECT_EQ(user.name, "paula");
    EXPECT_EQ(user.role, model::Role::admin);
    EXPECT_TRUE(verify_password(user.password, pauls_password));
}

TEST_F(Users, OneAdministratorRemains) {
    for (const auto& [operation, input, word] :
         std::vector<std::tuple<std::string, control::json::object, std::string>>{
             {"user.remove", {{"id", "anna"}}, "removed"},
             {"user.update", {{"id", "anna"}, {"enabled", false}}, "disabled"},
             {"user.update", {{"id", "anna"}, {"role", "peer"}}, "made a peer user"}}) {
        const auto error = refused(operation, input);
        EXPECT_EQ(error.code, Code::conflict);
        EXPECT_NE(error.detail.find("anna is the last"), std::string::npos) << error.detail;
        EXPECT_NE(error.detail.find(word), std::string::npos) << error.detail;
    }
}

TEST_F(Users, AnAdministratorWhoCannotSignInIsNotAnother) {
    ASSERT_TRUE(cell.submit("user.add", {{"name", "otto"}, {"role", "admin"}}));
    EXPECT_EQ(refused("user.remove", {{"id", "anna"}}).code, Code::conflict);
    ASSERT_TRUE(
        cell.submit("user.reset_password", {{"id", "otto"}, {"password", "cake and tea please"}}));
    EXPECT_TRUE(cell.submit("user.remove", {{"id", "anna"}}));
}

// Rules for names grow stricter; who was there before is still found, and may stay.
TEST_F(Users, KeepANameThatIsNoLongerAllowed) {
    cell.put("ottoaaaaaa", model::User{.name = "ot--to"});
    EXPECT_TRUE(cell.submit("user.update", {{"id", "OT--to"}, {"enabled", false}}));
    EXPECT_EQ(refused("user.update", {{"id", "ot--to"}, {"name", "pa--ul"}}).field, "/name");
    EXPECT_EQ(refused("user.add", {{"name", "ab--c"}}).field, "/name");
    model::Peer peer;
    peer.name = "xn--tv";
    peer.tags = {"old", "old"};
    cell.put("tvaaaaaaaa", peer);
    EXPECT_TRUE(cell.submit("peer.update", {{"id", "xn--tv"}, {"enabled", false}}));
    EXPECT_EQ(refused("peer.update", {{"id", "xn--tv"}, {"tags", {"new", "new"}}}).field,
              "/tags/1");
}

TEST_F(Users, WhoOwnDevicesStay) {
    own("phone", "paulaaaaaa");
    own("laptop", "paulaaaaaa");
    EXPECT_EQ(refused("user.remove", {{"id", "paul"}}).detail,
              "paul owns devices: laptop and phone");
}

TEST_F(Users, WhoseDevicesStayConnectedIsToldWhenTheyAreDisabled) {
    const auto notes = [&](bool enabled) {
        const auto reply = cell.submit("user.update", {{"id", "paul"}, {"enabled", enabled}});
        const auto* found = reply->body.as_object().if_contains("notes");
        return found == nullptr ? std::string() : control::json::serialize(*found);
    };
    EXPECT_EQ(notes(false), "") << "of none";
    EXPECT_EQ(notes(true), "");
    own("laptop", "paulaaaaaa");
    own("phone", "annaaaaaaa");
    EXPECT_NE(notes(false).find("stays connected with laptop:"), std::string::npos);
    EXPECT_EQ(notes(false), "") << "it was told";
}

TEST_F(Users, WhoAreDisabledOrRemovedAreSignedOut) {
    const auto paul = login("paul", pauls_password)->grant->cookie;
    ASSERT_TRUE(cell.submit("user.update", {{"id", "paul"}, {"enabled", false}}));
    EXPECT_FALSE(who(paul));
    EXPECT_EQ(cell.view().sessions.size(), 0U);
    ASSERT_TRUE(cell.submit("user.update", {{"id", "paul"}, {"enabled", true}}));
    EXPECT_FALSE(who(paul));
    (void)login("paul", pauls_password);
    ASSERT_TRUE(cell.submit("user.remove", {{"id", "paul"}}));
    EXPECT_EQ(cell.view().sessions.size(), 0U);
}

TEST_F(Users, GetANewPasswordFromAnAdministrator) {
    const auto old = login("paul", pauls_password)->grant->cookie;
    ASSERT_TRUE(
        cell.submit("user.reset_password", {{"id", "paul"}, {"password", "cake and tea please"}}));
    EXPECT_FALSE(who(old));
    EXPECT_FALSE(login("paul", pauls_password));
    EXPECT_TRUE(login("paul", "cake and tea please"));
    EXPECT_EQ(refused("user.reset_password", {{"id", "anna"}, {"password", "cake and tea please"}},
                      anna())
                  .code,
              Code::conflict);
}

TEST_F(Users, WhoIsSignedOutWhileHeWaitsInLineIsNotServed) {
    const auto caller = anna();
    const control::json::object otto{{"name", "otto"}, {"password", "cake and tea please"}};
    const auto late = with("user.add", otto, caller, [&] {
        ASSERT_TRUE(cell.submit("session.revoke", {{"id", caller.session}}));
    });
    EXPECT_EQ(late.error().code, Code::not_signed_in);
    const auto other = anna();
    const auto lower = with("user.add", otto, other, [&] {
        cell.put("ottooooooo", model::User{"admin2", model::Role::admin, "x", true, {}});
        ASSERT_TRUE(cell.submit("user.update", {{"id", "anna"}, {"role", "peer"}}));
    });
    EXPECT_EQ(lower.error().code, Code::conflict);
    EXPECT_EQ(refused("user.show", {{"id", "otto"}}).code, Code::not_found);
    const auto own = paul();
    const auto changed =
        with("auth.change_password",
             {{"old_password", pauls_password}, {"password", "cake and tea please"}}, own, [&] {
                 ASSERT_TRUE(cell.submit("session.revoke", {{"id", own.session}}));
             });
    EXPECT_EQ(changed.error().code, Code::not_signed_in);
    EXPECT_TRUE(login("paul", pauls_password));
}

TEST_F(Users, WhoIsSignedOutWhileHisChangeIsLookedIntoChangesNothing) {
    cell.files.content["/usr/share/zoneinfo/tzdata.zi"] = "Z Europe/Berlin 0:53:28 - LMT 1893";
    const auto caller = anna();
    const auto late = with(cell.control().world().workers, "cell.set_time_zone",
                           {{"time_zone", "Europe/Berlin"}}, caller, [&] {
                               ASSERT_TRUE(cell.submit("session.revoke", {{"id", caller.session}}));
                           });
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, Code::not_signed_in);
    EXPECT_TRUE(cell.submit("cell.set_time_zone", {{"time_zone", "Europe/Berlin"}}, anna()));
}

TEST_F(Users, ANewPasswordIsForWhoeverHadTheNameWhenItWasGiven) {
    const auto reset =
        with("user.reset_password", {{"id", "paul"}, {"password", "cake and tea please"}},
             fakes::admin(), [&] {
                 ASSERT_TRUE(cell.submit("user.update", {{"id", "paul"}, {"name", "paula"}}));
                 ASSERT_TRUE(cell.submit("user.update", {{"id", "anna"}, {"name", "paul"}}));
             });
    ASSERT_TRUE(reset) << reset.error().text();
    EXPECT_TRUE(login("paula", "cake and tea please"));
    EXPECT_TRUE(login("paul", annas_password));
}

TEST_F(Users, ChangeTheirOwnPasswordKnowingThePresentOne) {
    const auto here = login("paul", pauls_password)->grant->cookie;
    const auto there = login("paul", pauls_password)->grant->cookie;
    const auto change = [&](std::string_view old, std::string_view fresh) {
        return cell.submit("auth.change_password", {{"old_password", old}, {"password", fresh}},
                           *who(here));
    };
    EXPECT_EQ(change("not this one", "cake and tea please").error().field, "/old_password");
    EXPECT_EQ(change(pauls_password, "short").error().field, "/password");
    ASSERT_TRUE(change(pauls_password, "cake and tea please"));
    EXPECT_TRUE(who(here));
    EXPECT_FALSE(who(there));
    EXPECT_TRUE(login("paul", "cake and tea please"));
    const auto rows = audit("auth.change_password");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].entry.result, "done");
    EXPECT_EQ(rows[1].entry.result, "this is not your present password");
    EXPECT_EQ(rows[1].entry.actor, "paul");
}

TEST_F(Users, CannotGuessTheirWayThroughAnOpenSession) {
    const auto caller = paul();
    Error last;
    for (int i = 0; i < 7; ++i)
        last =
            cell.submit("auth.change_password",
                        {{"old_password", "a guess"}, {"password", "cake and tea please"}}, caller)
                .error();
    EXPECT_EQ(last.code, Code::too_many);
    EXPECT_GT(last.retry_after, 0U);
}

TEST_F(Users, AreListedInPages) {
    for (char c = 'a'; c < 'f'; ++c)
        ASSERT_TRUE(cell.submit("user.add", {{"name", std::string("guest-") + c}}));
    std::set<std::string> names;
    std::string cursor;
    do {
        const auto page =
            cell.submit("user.list", {{"q", "guest"}, {"limit", 2}, {"cursor", cursor}})->body;
        EXPECT_EQ(page.at("total"), 5);
        for (const auto& user : page.at("users").as_array())
            names.insert(std::string(user.at("name").as_string()));
        cursor = std::string(page.at("next").as_string());
    } while (!cursor.empty());
    EXPECT_EQ(names.size(), 5U);
}

TEST_F(Users, AChangeAgainstAnOldVersionIsRefused) {
    control::Call call;
    call.caller = fakes::admin();
    call.input = {{"id", "paul"}, {"enabled", false}};
    call.if_match = 1000;
    EXPECT_EQ(cell.submit("user.update", call).error().code, Code::precondition);
}

} // namespace pic::access
