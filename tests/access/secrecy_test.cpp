// No password, hash or token is in an answer, an error or the audit, whatever is asked.
#include "access/house.hpp"

namespace pic::access {

namespace {

struct Secrecy : House {
    std::string said; // all of it

    Result<control::Reply> ask(std::string_view operation, control::json::object input,
                               const control::Caller& caller) {
        auto reply = cell.submit(operation, std::move(input), caller);
        if (!reply) {
            said += reply.error().text() + reply.error().field;
            return reply;
        }
        said += control::json::serialize(reply->body);
        if (reply->file) said += reply->file->bytes;
        return reply;
    }
    void expect_unsaid(std::string_view secret) const {
        ASSERT_GT(secret.size(), 5U);
        EXPECT_EQ(said.find(secret), std::string::npos) << secret;
    }
};

} // namespace

TEST_F(Secrecy, IsKept) {
    const std::string typed = "typed into the name", guess = "guessed password",
                      fresh = "fresh words instead", given = "given by somebody else";
    (void)ask("auth.login", {{"name", typed}, {"password", guess}}, from("192.0.2.1"));
    (void)ask("auth.login", {{"name", "anna"}, {"password", guess}}, from("192.0.2.2"));
    (void)ask("auth.login", {{"name", "anna"}, {"password", guess}, {"typo", typed}}, from("::1"));
    const auto grant =
        ask("auth.login", {{"name", "anna"}, {"password", annas_password}}, from("::1"))->grant;
    auto anna = who(grant->cookie).value();
    (void)ask("auth.change_password", {{"old_password", guess}, {"password", fresh}}, anna);
    ASSERT_TRUE(
        ask("auth.change_password", {{"old_password", annas_password}, {"password", fresh}}, anna));
    ASSERT_TRUE(ask("user.add", {{"name", "otto"}, {"password", given}}, anna));
    ASSERT_TRUE(ask("user.reset_password", {{"id", "paul"}, {"password", given}}, anna));
    ASSERT_TRUE(ask("user.update", {{"id", "otto"}, {"enabled", false}}, anna));
    for (const auto* name : {"auth.me", "user.list", "session.list", "audit.list", "audit.csv"})
        ASSERT_TRUE(ask(name, {}, anna)) << name;
    ASSERT_TRUE(ask("user.show", {{"id", "otto"}}, anna));

    EXPECT_NE(said.find("user.reset_password"), std::string::npos); // the audit is in there
    for (const auto& secret : {typed, guess, fresh, given, std::string(annas_password),
                               grant->cookie.substr(11), grant->csrf, std::string("$argon2")})
        expect_unsaid(secret);
    cell.view().sessions.each([&](const auto& session) {
        expect_unsaid(session.value.token);
        expect_unsaid(session.value.csrf);
    });
}

} // namespace pic::access
