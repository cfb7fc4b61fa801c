#include "access/session.hpp"

#include <gtest/gtest.h>

namespace pic::access {

namespace {

using namespace std::chrono_literals;

struct Cookies : testing::Test {
    Cookies() {
        view.users.put({"annaaaaaaa", 1, {.name = "anna", .role = model::Role::admin}});
        open(now);
    }
    void open(Time when) {
        control::Caller caller;
        caller.address = "10.0.0.2";
        caller.agent = "Browser \xff\x01\"<script>";
        made = new_session("annaaaaaaa", caller, when);
        view.sessions.put({made.id, 1, made.session});
    }
    void edit_user(auto change) {
        auto user = view.users.find("annaaaaaaa")->value;
        change(user);
        view.users.put({"annaaaaaaa", 2, user});
    }
    void use(Time when) {
        made.session.last_used = when;
        view.sessions.put({made.id, 2, made.session});
    }
    control::Snapshot snapshot() const {
        return {std::make_shared<const model::View>(view), nullptr, nullptr};
    }
    std::optional<control::Caller> caller(Time when, std::string_view cookie = {}) const {
        return caller_of(snapshot(), cookie.empty() ? made.grant.cookie : cookie, when);
    }

    model::View view;
    Time now = clock_floor() + 24h * 365;
    NewSession made;
};

} // namespace

TEST_F(Cookies, SayWhoItIs) {
    const auto who = caller(now);
    ASSERT_TRUE(who);
    EXPECT_EQ(who->actor, "anna");
    EXPECT_EQ(who->user, "annaaaaaaa");
    EXPECT_EQ(who->session, made.id);
    EXPECT_TRUE(who->admin());
}

TEST_F(Cookies, AreRefusedWhenOneLetterDiffers) {
    for (std::size_t i = 0; i < made.grant.cookie.size(); ++i) {
        auto cookie = made.grant.cookie;
        cookie[i] = cookie[i] == 'a' ? 'b' : 'a';
        EXPECT_FALSE(caller(now, cookie)) << cookie;
    }
}

TEST_F(Cookies, AreRefusedInAnyOtherShape) {
    const auto& cookie = made.grant.cookie;
    for (const auto& other : {cookie + "a", cookie.substr(1), cookie.substr(0, 11), made.id,
                              std::string("."), std::string(10000, 'a')})
        EXPECT_FALSE(caller(now, other)) << other;
}

TEST_F(Cookies, OfAnotherSessionOpenNothingHere) {
    const auto first = made;
    open(now);
    EXPECT_FALSE(caller(now, first.id + made.grant.cookie.substr(10)));
}

TEST_F(Cookies, AreWorthNothingOnceTheUserMayNotSignIn) {
    edit_user([](auto& user) { user.enabled = false; });
    EXPECT_FALSE(caller(now));
    view.users.erase("annaaaaaaa");
    EXPECT_FALSE(caller(now));
}

TEST_F(Cookies, CarryNoRole) {
    edit_user([](auto& user) { user.role = model::Role::peer; });
    EXPECT_FALSE(caller(now)->admin());
}

TEST_F(Cookies, EndWhenUnused) {
    EXPECT_TRUE(caller(now + idle_limit));
    EXPECT_FALSE(caller(now + idle_limit + 1s));
    use(now + idle_limit);
    EXPECT_TRUE(caller(now + idle_limit + 1s));
}

TEST_F(Cookies, EndAfterAMonthHoweverUsed) {
    use(now + absolute_limit);
    EXPECT_TRUE(caller(now + absolute_limit));
    EXPECT_FALSE(caller(now + absolute_limit + 1s));
}

TEST_F(Cookies, DoNotEndByAClockThatIsWrong) {
    EXPECT_TRUE(caller(Time(24h * 365 * 30)));
    open(Time(24h * 365 * 30)); // made by such a clock, judged by a right one
    EXPECT_TRUE(caller(now));
}

TEST_F(Cookies, AreNotInTheStore) {
    const auto& session = made.session;
    const auto token = made.grant.cookie.substr(11);
    for (const auto& text : {session.token, session.csrf, session.agent}) {
        EXPECT_EQ(text.find(token), std::string::npos);
        EXPECT_EQ(text.find(made.grant.csrf), std::string::npos);
    }
}

TEST_F(Cookies, WhatTheBrowserSaysOfItselfIsStoredAsText) {
    EXPECT_EQ(made.session.agent, "Browser ?\?\"<script>");
}

TEST_F(Cookies, LeadBackToTheSameCsrfToken) {
    EXPECT_EQ(csrf_of(made.grant.cookie).reveal(), made.grant.csrf);
    EXPECT_TRUE(csrf_of(made.id).empty());
    EXPECT_TRUE(csrf_matches(snapshot(), made.id, made.grant.csrf));
}

TEST_F(Cookies, AndCsrfTokensAreNotInterchangeable) {
    const auto first = made;
    open(now);
    EXPECT_FALSE(csrf_matches(snapshot(), made.id, first.grant.csrf));
    EXPECT_FALSE(csrf_matches(snapshot(), made.id, made.grant.cookie));
    EXPECT_FALSE(csrf_matches(snapshot(), made.id, made.grant.cookie.substr(11)));
    EXPECT_FALSE(csrf_matches(snapshot(), made.id, ""));
    EXPECT_FALSE(csrf_matches(snapshot(), "nobody", made.grant.csrf));
}

} // namespace pic::access
