// Who is let in: sessions, their cookies and tokens, other sites' pages, and what a proxy says.
#include "http/server_fixture.hpp"

namespace pic::http {

namespace {

std::string json_body() {
    return "Content-Type: application/json\r\n";
}

} // namespace

TEST_F(ServerTest, WithoutASessionThereIsLittle) {
    start();
    EXPECT_EQ(ask("GET /api/boxes").status, 401);
    EXPECT_EQ(ask("GET /api/boxes", "Cookie: pic_session=abcdefghij.x\r\n").status, 401);
    EXPECT_EQ(ask("POST /api/boxes", json_body(), "{}").status, 401);
    EXPECT_EQ(ask("GET /api/boxes", cookie_of("paul")).status, 200);
    EXPECT_EQ(ask("POST /api/boxes", as("paul"), "{}").status, 403);
    EXPECT_EQ(cell.calls().size(), 1U);
}

TEST_F(ServerTest, AChangeNeedsTheSessionsToken) {
    start();
    EXPECT_EQ(ask("POST /api/boxes", cookie_of("anna") + json_body(), "{}").status, 403);
    EXPECT_EQ(ask("DELETE /api/boxes/b1", cookie_of("anna")).status, 403);
    EXPECT_EQ(ask("DELETE /api/boxes/b1", cookie_of("anna") + "X-CSRF-Token: wrong\r\n").status,
              403);
    const auto other = cell.sign_in("anna").grant.csrf; // of another session of hers
    EXPECT_EQ(
        ask("DELETE /api/boxes/b1", cookie_of("anna") + "X-CSRF-Token: " + other + "\r\n").status,
        403);
    EXPECT_TRUE(cell.calls().empty());
    EXPECT_EQ(ask("DELETE /api/boxes/b1", as("anna")).status, 204);
    EXPECT_EQ(ask("GET /api/boxes", cookie_of("anna")).status, 200);
}

TEST_F(ServerTest, WhatAnybodyMayDoNeedsNoToken) {
    start();
    EXPECT_EQ(ask("POST /api/enter", cookie_of("anna")).status, 204);
}

TEST_F(ServerTest, AnotherSitesPageChangesNothing) {
    start();
    for (const auto* line :
         {"POST /api/boxes/b1/wait", "DELETE /api/boxes/b1", "POST /api/enter"}) {
        EXPECT_EQ(ask(line, as("anna") + "Origin: https://evil.example\r\n").status, 403) << line;
        EXPECT_EQ(ask(line, as("anna") + "Sec-Fetch-Site: cross-site\r\n").status, 403) << line;
        EXPECT_EQ(ask(line, as("anna") + "Origin: null\r\n").status, 403) << line;
    }
    EXPECT_TRUE(cell.calls().empty());
    EXPECT_EQ(ask("DELETE /api/boxes/b1", as("anna") + "Origin: http://localhost\r\n").status, 204);
}

TEST_F(ServerTest, AnotherNameIsNotAnswered) {
    start();
    auto client = tcp();
    client.send("GET /api/health HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    EXPECT_EQ(client.read().status, 421);
    auto without = tcp();
    without.send("GET /api/health HTTP/1.1\r\n\r\n");
    EXPECT_EQ(without.read().status, 400);
    auto twice = tcp();
    twice.send("GET /api/health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n");
    EXPECT_EQ(twice.read().status, 400);
}

TEST_F(ServerTest, SigningInGivesCookiesAndSigningOutTakesThem) {
    start();
    const auto entered = ask("POST /api/enter");
    const auto [first, last] = entered.fields.equal_range("set-cookie");
    ASSERT_EQ(std::distance(first, last), 2);
    EXPECT_TRUE(first->second.starts_with("pic_session=id.token; "));
    EXPECT_NE(first->second.find("HttpOnly"), std::string::npos);
    const auto left = ask("POST /api/leave").field("set-cookie");
    EXPECT_TRUE(left.starts_with("pic_session=; "));
    EXPECT_NE(left.find("Max-Age=0"), std::string::npos);
}

TEST_F(ServerTest, OverTlsOnlyTheHostsOwnCookieCounts) {
    start();
    const auto made = cell.sign_in("paul");
    const auto status = [&](const std::string& name) {
        auto client = local();
        client.send(
            request("GET /api/boxes", "X-Forwarded-For: 10.9.0.5\r\nX-Forwarded-Proto: https\r\n"
                                      "Cookie: " +
                                          name + "=" + made.grant.cookie + "\r\n"));
        return client.read().status;
    };
    EXPECT_EQ(status("__Host-pic_session"), 200);
    EXPECT_EQ(status("pic_session"), 401);
    auto client = local();
    client.send(
        request("POST /api/enter", "X-Forwarded-For: 10.9.0.5\r\nX-Forwarded-Proto: https\r\n"));
    EXPECT_TRUE(client.read().field("set-cookie").starts_with("__Host-pic_session="));
}

TEST_F(ServerTest, ASecretIsNotTakenInClearText) {
    start();
    auto client = local();
    client.send(
        request("POST /api/enter", "X-Forwarded-For: 10.9.0.5\r\nX-Forwarded-Proto: http\r\n"));
    EXPECT_EQ(client.read().status, 403);
}

TEST_F(ServerTest, PicWebSaysWhoseRequestItIs) {
    start();
    auto client = local();
    client.send(
        request("GET /api/boxes", cookie_of("paul") + "X-Forwarded-For: 127.0.0.1, 10.9.0.5\r\n"));
    EXPECT_EQ(client.read().status, 200); // in clear text, so with the plain cookie
    ASSERT_EQ(cell.calls().size(), 1U);
    EXPECT_EQ(cell.calls()[0].caller.address, "10.9.0.5");
    auto silent = local();
    silent.send(request("GET /api/health"));
    EXPECT_EQ(silent.read().status, 400);
}

TEST_F(ServerTest, NobodyElseSaysWhoseRequestItIs) {
    options.web_user = own_user_name() == "nobody" ? "daemon" : "nobody";
    start();
    WebClient clients[] = {tcp(), local()};
    for (auto& client : clients) {
        client.send(request("GET /api/boxes", cookie_of("paul") + "X-Forwarded-For: 10.9.0.5\r\n"
                                                                  "X-Forwarded-Proto: http\r\n"));
        EXPECT_EQ(client.read().status, 200);
    }
    ASSERT_EQ(cell.calls().size(), 2U);
    EXPECT_EQ(cell.calls()[0].caller.address, "127.0.0.1");
    EXPECT_EQ(cell.calls()[1].caller.address, "");
    EXPECT_TRUE(cell.calls()[1].caller.confidential);
}

TEST_F(ServerTest, BeforeSetUpEverythingElseWaits) {
    cell.edit([](model::View& view) { view.cell.value.name.clear(); });
    start();
    EXPECT_EQ(ask("GET /api/boxes").status, 428);
    EXPECT_EQ(ask("GET /api/events").status, 428);
    EXPECT_EQ(ask("GET /api/health").status, 200);
    EXPECT_EQ(ask("POST /api/enter").status, 204);
    EXPECT_EQ(ask("GET /").status, 200); // the page that sets it up
}

// Else who is thrown out could keep a request half sent, and finish it afterwards.
TEST_F(ServerTest, ASessionThatEndsWhileItsRequestArrivesIsOver) {
    start();
    const auto fields = as("anna");
    auto client = tcp();
    client.send("POST /api/boxes HTTP/1.1\r\nHost: localhost\r\n" + fields +
                "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.read().status, 100); // its head was judged
    cell.edit([](model::View& view) {
        std::vector<std::string> ids;
        view.sessions.each([&](const auto& session) { ids.push_back(session.id); });
        for (const auto& id : ids)
            view.sessions.erase(id);
    });
    client.send("{}");
    EXPECT_EQ(client.read().status, 401);
    EXPECT_TRUE(cell.calls().empty());
}

TEST_F(ServerTest, UsingASessionKeepsItAlive) {
    start();
    const auto made = cell.sign_in("paul");
    const auto cookie = "Cookie: pic_session=" + made.grant.cookie + "\r\n";
    EXPECT_EQ(ask("GET /api/boxes", cookie).status, 200);
    EXPECT_EQ(cell.touched(), std::vector<std::string>{made.id});
    EXPECT_EQ(ask("HEAD /api/events", cookie).status, 200);
    EXPECT_EQ(cell.touched().size(), 2U) << "a page that only listens is in use";
}

} // namespace pic::http
