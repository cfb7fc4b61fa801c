#include "http/server.hpp"

#include <sys/stat.h>

#include "http/server_fixture.hpp"

namespace pic::http {

using namespace std::string_literals;

TEST_F(ServerTest, AnswersOverBothWays) {
    start();
    EXPECT_EQ(ask("GET /api/health").json(), (boost::json::object{{"condition", "good"}}));
    auto client = local();
    client.send("GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 10.9.0.5\r\n\r\n");
    EXPECT_EQ(client.read().status, 200);
}

TEST_F(ServerTest, EveryAnswerIsGuarded) {
    start();
    for (const auto* line : {"GET /", "GET /assets/gone.js", "GET /api/health", "GET /api/boxes"}) {
        const auto response = ask(line);
        EXPECT_EQ(response.field("cache-control"), line == "GET /"s ? "no-cache" : "no-store");
        EXPECT_EQ(response.field("x-content-type-options"), "nosniff") << line;
        EXPECT_TRUE(response.field("content-security-policy").starts_with("default-src 'none'"));
        EXPECT_NE(response.field("date"), "");
    }
}

TEST_F(ServerTest, ServesPages) {
    start();
    for (const auto* page : {"GET /", "GET /devices/phone"}) {
        const auto response = ask(page);
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(response.field("content-type"), "text/html; charset=utf-8");
        EXPECT_EQ(response.field("cache-control"), "no-cache");
        EXPECT_EQ(response.body, "<!doctype html>");
    }
    EXPECT_EQ(ask("GET /assets/gone.js").status, 404);
    EXPECT_EQ(ask("POST /").status, 405);
    EXPECT_EQ(ask("GET /api/openapi.json").json().at("openapi"), "3.1.0");
}

TEST_F(ServerTest, RoutesByPathAndMethod) {
    start();
    EXPECT_EQ(ask("GET /api/nothing").status, 404);
    EXPECT_EQ(ask("GET /api/nothing").field("content-type"), "application/problem+json");
    EXPECT_EQ(ask("GET /api").status, 404);
    const auto wrong = ask("PUT /api/boxes");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.field("allow"), "HEAD, OPTIONS, GET, POST");
    const auto options_answer = ask("OPTIONS /api/boxes");
    EXPECT_EQ(options_answer.status, 204);
    EXPECT_EQ(options_answer.field("allow"), "HEAD, OPTIONS, GET, POST");
    EXPECT_EQ(options_answer.field("access-control-allow-origin"), "");
}

TEST_F(ServerTest, HeadIsGetWithoutABody) {
    start();
    auto client = tcp();
    client.send(request("HEAD /api/health"));
    const auto head = client.read(true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.field("content-length"), "20");
    client.send(request("GET /api/health")); // nothing is left over of the first answer
    EXPECT_EQ(client.read().body, R"({"condition":"good"})");
}

TEST_F(ServerTest, CarriesACallAndItsReply) {
    start();
    const auto added = ask("POST /api/boxes", as("anna"), R"({"id": "b1", "name": "x"})");
    EXPECT_EQ(added.status, 201);
    EXPECT_EQ(added.field("location"), "/api/boxes/b1");
    const auto changed = ask("PATCH /api/boxes/b1?dry_run=true", as("anna") + "If-Match: \"6\"\r\n",
                             R"({"size": 3})");
    EXPECT_EQ(changed.field("etag"), "\"7\"");
    const auto calls = cell.calls();
    ASSERT_EQ(calls.size(), 2U);
    EXPECT_EQ(calls[1].input, (boost::json::object{{"id", "b1"}, {"size", 3}}));
    EXPECT_EQ(calls[1].if_match, 6U);
    EXPECT_TRUE(calls[1].dry_run);
    EXPECT_EQ(calls[1].caller.actor, "anna");
    EXPECT_EQ(calls[1].caller.address, "127.0.0.1");
    EXPECT_EQ(ask("DELETE /api/boxes/b1", as("anna")).status, 204);
    EXPECT_EQ(ask("PATCH /api/boxes/b1", as("anna"), R"({"tags": ["slow"]})").status, 202);
    EXPECT_EQ(ask("GET /api/boxes/b1", as("paul") + "If-None-Match: \"7\"\r\n").status, 200);
}

TEST_F(ServerTest, AnErrorComesWhole) {
    start();
    const auto response = ask("POST /api/boxes/b1/fail", as("anna"));
    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(response.field("retry-after"), "17");
    EXPECT_EQ(response.json().at("pointer"), "/name");
    EXPECT_EQ(response.json().at("remedy"), "wait");
}

TEST_F(ServerTest, AFileIsAnAttachment) {
    start();
    const auto response = ask("GET /api/boxes/b1/picture", as("paul"));
    EXPECT_EQ(response.body, "<svg/>");
    EXPECT_EQ(response.field("content-disposition"), "attachment; filename=\"_a__b___.svg\"");
    EXPECT_EQ(response.field("content-security-policy").find("unsafe-eval"), std::string::npos);
}

TEST_F(ServerTest, KeepsAConnectionOnlyWhenAsked) {
    start();
    auto client = tcp();
    client.send(request("GET /api/health") + request("GET /api/health", "Connection: close\r\n"));
    EXPECT_EQ(client.read().field("connection"), "");
    EXPECT_EQ(client.read().field("connection"), "close");
    EXPECT_TRUE(client.ended());
    auto old = tcp();
    old.send("GET /api/health HTTP/1.0\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(old.read().status, 200);
    EXPECT_TRUE(old.ended());
}

TEST_F(ServerTest, ContinuesWhenAClientWaitsForThat) {
    start();
    auto client = tcp();
    client.send("POST /api/boxes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
                "Expect: 100-continue\r\n" +
                as("anna") + "\r\n");
    EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("{}");
    EXPECT_EQ(client.read().status, 201);
    EXPECT_EQ(ask("POST /api/boxes", as("anna") + "Expect: wonders\r\n", "{}").status, 417);
}

TEST_F(ServerTest, TheSocketIsForItsGroupAloneAndIsReplaced) {
    if (geteuid() != 0) GTEST_SKIP() << "only root gives a folder to another group";
    options.staging = folder + "/web";
    ASSERT_EQ(::mkdir(options.staging.c_str(), 0750), 0);
    ASSERT_EQ(::chown(options.staging.c_str(), geteuid(), 4242), 0);
    ASSERT_EQ(::chmod(options.staging.c_str(), 02750), 0);
    start();
    struct stat file {};
    ASSERT_EQ(::stat(options.socket.c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 07777, 0660U);
    EXPECT_TRUE(S_ISSOCK(file.st_mode));
    EXPECT_EQ(file.st_gid, 4242U); // of its folder
    server.reset();                // as when picd is killed: the file stays
    EXPECT_EQ(::stat(options.socket.c_str(), &file), 0);
    start();
    auto client = local();
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 10.9.0.5\r\n\r\n");
    EXPECT_EQ(client.read().status, 200);
}

TEST_F(ServerTest, ATakenPortIsReportedAndHadOnceItIsFree) {
    start();
    std::vector<control::Finding> found;
    std::mutex mutex;
    const auto findings = [&] {
        const std::lock_guard lock(mutex);
        return found;
    };
    Options second = options;
    second.listen.port = server->port();
    second.socket = folder + "/second.sock";
    second.report = [&](std::vector<control::Finding> all) {
        const std::lock_guard lock(mutex);
        found = std::move(all);
    };
    Server other(second, cell, SmallCell::operations());
    other.start();
    ASSERT_TRUE(eventually([&] { return findings().size() == 1; }));
    EXPECT_EQ(findings()[0].id, "http.tcp");
    WebClient client(second.socket); // the other way works meanwhile
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 10.9.0.5\r\n\r\n");
    EXPECT_EQ(client.read().status, 200);
    server.reset();
    EXPECT_TRUE(eventually([&] { return findings().empty() && other.port() != 0; }));
}

TEST_F(ServerTest, ListensOnLoopbackAlone) {
    std::vector<control::Finding> found;
    std::atomic<bool> told = false;
    options.listen = net::HostPort{"0.0.0.0", 0};
    options.report = [&](std::vector<control::Finding> all) {
        found = std::move(all);
        told = true;
    };
    server = std::make_unique<Server>(options, cell, SmallCell::operations());
    server->start();
    ASSERT_TRUE(eventually([&] { return told.load(); }));
    server.reset();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].what, "0.0.0.0 is not an address of loopback");
}

TEST_F(ServerTest, StopsWhenTheAnswersUnderWayAreOut) {
    start();
    auto waiting = tcp(), idle = tcp();
    idle.send(request("GET /api/health"));
    EXPECT_EQ(idle.read().status, 200);
    waiting.send(request("POST /api/boxes/b1/wait", as("anna")));
    ASSERT_TRUE(eventually([this] { return cell.calls().size() == 1; }));
    std::atomic<bool> drained = false;
    server->stop([&drained] { drained = true; });
    EXPECT_TRUE(idle.ended());
    EXPECT_FALSE(tcp().connected());
    EXPECT_FALSE(drained);
    cell.answer_held();
    EXPECT_EQ(waiting.read().status, 204);
    EXPECT_TRUE(waiting.ended());
    EXPECT_TRUE(eventually([&] { return drained.load(); }));
}

TEST_F(ServerTest, StopsAnywayWhenAnAnswerDoesNotCome) {
    options.limits.drain = std::chrono::milliseconds(50);
    start();
    auto waiting = tcp();
    waiting.send(request("POST /api/boxes/b1/wait", as("anna")));
    ASSERT_TRUE(eventually([this] { return cell.calls().size() == 1; }));
    EXPECT_TRUE(stop());
    server.reset();
    cell.answer_held(); // to nobody
    EXPECT_EQ(waiting.read().status, 0);
}

TEST_F(ServerTest, AnAnswerThatTakesTooLongIsGivenUp) {
    options.limits.answer = std::chrono::milliseconds(50);
    start();
    EXPECT_EQ(ask("POST /api/boxes/b1/wait", as("anna")).status, 503);
    cell.answer_held();
    EXPECT_EQ(ask("GET /api/health").status, 200);
}

} // namespace pic::http
