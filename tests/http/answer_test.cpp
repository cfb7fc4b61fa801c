#include "http/answer.hpp"

#include <gtest/gtest.h>

namespace pic::http {

namespace json = control::json;
using control::Reply;

namespace {

Result<Reply> read(const control::Snapshot&, const control::Call&) {
    return Reply();
}
Result<control::Change> decide(const control::Context&, const control::Call&) {
    return control::Change();
}

const control::Operation show{.name = "box.show", .rest = "GET /api/boxes/{id}", .run = read};
const control::Operation add{.name = "box.add", .rest = "POST /api/boxes", .run = decide};
const control::Operation update{
    .name = "box.update", .rest = "PATCH /api/boxes/{id}", .run = decide};

Reply with_body(json::value body) {
    Reply reply;
    reply.body = std::move(body);
    return reply;
}

std::string field(const Answer& answer, std::string_view name) {
    for (const auto& [key, value] : answer.fields)
        if (key == name) return value;
    return {};
}

Answer of(const control::Operation& operation, const Reply& reply) {
    return answer({&operation, false, false, "/api/boxes"}, reply);
}

} // namespace

TEST(Answer, StatusFollowsTheReply) {
    EXPECT_EQ(of(show, with_body({{"a", 1}})).status, 200U);
    EXPECT_EQ(of(update, with_body({{"a", 1}})).status, 200U);
    EXPECT_EQ(of(update, Reply()).status, 204U);
    EXPECT_EQ(of(update, Reply()).body, "");
}

TEST(Answer, WhatWasAddedHasAPlace) {
    const auto flat = of(add, with_body({{"id", "b1"}}));
    EXPECT_EQ(flat.status, 201U);
    EXPECT_EQ(field(flat, "Location"), "/api/boxes/b1");
    EXPECT_EQ(field(of(add, with_body({{"box", {{"id", "b2"}}}})), "Location"), "/api/boxes/b2");
    const auto tried =
        answer({&add, true, false, "/api/boxes"}, with_body({{"steps", json::array()}}));
    EXPECT_EQ(tried.status, 200U);
    EXPECT_EQ(field(tried, "Location"), "");
}

TEST(Answer, WhatIsPendingIsAccepted) {
    auto reply = with_body({{"id", "b1"}});
    reply.pending = {"the kernel is slow"};
    EXPECT_EQ(of(add, reply).status, 202U);
    EXPECT_EQ(json::parse(of(add, reply).body),
              (json::value{{"id", "b1"}, {"pending", json::array{"the kernel is slow"}}}));
    reply.body = nullptr;
    EXPECT_EQ(json::parse(of(update, reply).body),
              (json::value{{"pending", json::array{"the kernel is slow"}}}));
}

TEST(Answer, ADocumentHasATag) {
    auto reply = with_body({{"a", 1}});
    reply.generation = 12;
    EXPECT_EQ(field(of(show, reply), "ETag"), "\"12\"");
    EXPECT_EQ(field(of(update, reply), "ETag"), "\"12\"");
    EXPECT_EQ(field(of(show, with_body({{"a", 1}})), "ETag"), "");
}

TEST(Answer, AFileIsSavedUnderASafeName) {
    Reply reply;
    reply.file = control::File{"../x\"\r\nSet-Cookie: a=b.conf", "text/plain", "bytes"};
    const auto file = of(show, reply);
    EXPECT_EQ(file.body, "bytes");
    EXPECT_EQ(field(file, "Content-Type"), "text/plain; charset=utf-8");
    EXPECT_EQ(field(file, "Content-Disposition"),
              "attachment; filename=\"_x___Set-Cookie__a_b.conf\"");
    EXPECT_EQ(file_name("..."), "file");
    EXPECT_EQ(file_name(std::string(500, 'a')).size(), 100U);
}

TEST(Answer, AGrantBecomesTwoCookies) {
    auto reply = with_body({{"a", 1}});
    reply.grant = control::Grant{"id.token", "csrf", false};
    const auto over_tls = answer({&update, false, true, "/"}, reply);
    ASSERT_EQ(over_tls.fields.size(), 3U);
    EXPECT_EQ(over_tls.fields[0].second, "__Host-pic_session=id.token; Path=/; SameSite=Strict; "
                                         "Max-Age=2592000; Secure; HttpOnly");
    EXPECT_EQ(over_tls.fields[1].second,
              "__Host-pic_csrf=csrf; Path=/; SameSite=Strict; Max-Age=2592000; Secure");
    reply.grant->revoke = true;
    EXPECT_EQ(of(update, reply).fields[0].second,
              "pic_session=; Path=/; SameSite=Strict; Max-Age=0; HttpOnly");
}

TEST(Problem, SaysItAll) {
    const auto answer =
        problem({Code::conflict, "the name is taken", "/name", "take another", {"by b2"}});
    EXPECT_EQ(answer.status, 409U);
    EXPECT_EQ(field(answer, "Content-Type"), "application/problem+json");
    EXPECT_EQ(json::parse(answer.body), (json::value{{"type", "about:blank"},
                                                     {"title", "Conflict"},
                                                     {"status", 409},
                                                     {"code", "conflict"},
                                                     {"detail", "the name is taken"},
                                                     {"pointer", "/name"},
                                                     {"remedy", "take another"},
                                                     {"causes", json::array{"by b2"}}}));
}

TEST(Problem, EveryCodeHasAPhrase) {
    for (const auto code : {Code::malformed, Code::not_signed_in, Code::not_permitted,
                            Code::not_found, Code::conflict, Code::invalid, Code::not_set_up,
                            Code::too_many, Code::unavailable, Code::precondition, Code::internal})
        EXPECT_NE(phrase(static_cast<unsigned>(info(code).http_status)), "");
}

TEST(Problem, TellsWhenToTryAgain) {
    EXPECT_EQ(field(problem(Error{Code::too_many, "", {}, {}, {}, 17}), "Retry-After"), "17");
    EXPECT_EQ(field(problem(Error{Code::too_many, ""}), "Retry-After"), "5");
    EXPECT_EQ(field(problem(Error{Code::unavailable, ""}), "Retry-After"), "5");
    EXPECT_EQ(field(problem(Error{Code::conflict, ""}), "Retry-After"), "");
}

} // namespace pic::http
