// What a client may take: sizes, time, and connections.
#include <sys/resource.h>
#include <vector>

#include "http/server_fixture.hpp"

namespace pic::http {

using namespace std::chrono_literals;

TEST_F(ServerTest, TooMuchIsRefused) {
    start();
    EXPECT_EQ(ask("GET /api/boxes?q=" + std::string(5000, 'a')).status, 414);
    EXPECT_EQ(ask("GET /" + std::string(20'000, 'a')).status, 414);
    EXPECT_EQ(ask("GET /api/health", "X: " + std::string(20'000, 'a') + "\r\n").status, 431);
    EXPECT_EQ(ask("POST /api/boxes", as("anna"), std::string((64 << 10) + 1, ' ')).status, 413);
    EXPECT_EQ(ask("POST /api/boxes", as("anna"), "{}" + std::string(32 << 10, ' ')).status, 201);
}

TEST_F(ServerTest, AStrangerMaySendLess) {
    start();
    const std::string fields = "Content-Type: application/json\r\n";
    EXPECT_EQ(ask("POST /api/enter", fields, std::string(16'385, ' ')).status, 413);
    EXPECT_EQ(ask("POST /api/enter", fields, std::string(16'000, ' ')).status, 400); // no JSON
}

TEST_F(ServerTest, ChunksAreCountedToo) {
    start();
    auto client = tcp();
    client.send(
        "POST /api/enter HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 20; ++i)
        client.send("1000\r\n" + std::string(4096, ' ') + "\r\n");
    EXPECT_EQ(client.read().status, 413);
}

TEST_F(ServerTest, ASlowRequestIsCutOff) {
    options.limits.request = 200ms;
    start();
    auto silent = tcp(), head = tcp(), body = tcp();
    head.send("GET /api/health HTTP/1.1\r\nHost: local");
    body.send("POST /api/enter HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{");
    for (auto* client : {&silent, &head, &body}) {
        EXPECT_TRUE(client->ended());
        EXPECT_EQ(client->read().status, 0);
    }
}

TEST_F(ServerTest, DribblingBuysNoTime) {
    options.limits.request = 200ms;
    start();
    auto client = tcp();
    const auto begun = std::chrono::steady_clock::now();
    client.send("GET /api/health HTTP/1.1\r\n");
    const auto still_there = [&] {
        client.send("X-A: b\r\n");
        return std::chrono::steady_clock::now() - begun < 10s && !client.hung_up(20ms);
    };
    while (still_there()) {
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
}

// Each limit is of what is done then: a short one that is over ends no longer one.
TEST_F(ServerTest, AnAnswerMayTakeLongerThanTheRequestMay) {
    options.limits.request = 100ms;
    start();
    auto client = tcp();
    client.send(request("POST /api/boxes/b1/wait", as("anna")));
    EXPECT_FALSE(client.hung_up(400ms));
    cell.answer_held();
    EXPECT_EQ(client.read().status, 204);
}

TEST_F(ServerTest, AnIdleConnectionIsClosed) {
    options.limits.idle = 50ms;
    start();
    auto client = tcp();
    client.send(request("GET /api/health"));
    EXPECT_EQ(client.read().status, 200);
    EXPECT_TRUE(client.ended());
}

TEST_F(ServerTest, AThousandIdleOnesKeepNobodyFromBeingServed) {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_cur < 4096) GTEST_SKIP() << "too few descriptors";
    start();
    std::vector<WebClient> idle;
    for (int i = 0; i < 1000; ++i)
        idle.push_back(tcp());
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_EQ(ask("GET /api/health").status, 200);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 500ms);
    idle.back().send(request("GET /api/health")); // and each of them is served when it asks
    EXPECT_EQ(idle.back().read().status, 200);
}

TEST_F(ServerTest, BeyondTheBoundTheOldestIdleOneGoes) {
    options.limits.connections = 3;
    start();
    auto busy = tcp();
    busy.send(request("POST /api/boxes/b1/wait", as("anna")));
    ASSERT_TRUE(eventually([this] { return cell.calls().size() == 1; }));
    auto first = tcp();
    first.send(request("GET /api/health"));
    EXPECT_EQ(first.read().status, 200);
    auto second = tcp();
    second.send(request("GET /api/health"));
    EXPECT_EQ(second.read().status, 200);
    EXPECT_EQ(ask("GET /api/health").status, 200);
    EXPECT_TRUE(first.ended());
    second.send(request("GET /api/health"));
    EXPECT_EQ(second.read().status, 200);
    cell.answer_held();
    EXPECT_EQ(busy.read().status, 204);
}

TEST_F(ServerTest, WhenAllAreBusyANewOneIsTurnedAway) {
    options.limits.connections = 1;
    start();
    auto busy = tcp();
    busy.send(request("POST /api/boxes/b1/wait", as("anna")));
    ASSERT_TRUE(eventually([this] { return cell.calls().size() == 1; }));
    auto turned_away = tcp();
    EXPECT_TRUE(turned_away.ended());
    auto other_way = local(); // has a bound of its own
    other_way.send(request("GET /api/health", "X-Forwarded-For: 10.9.0.5\r\n"));
    EXPECT_EQ(other_way.read().status, 200);
    cell.answer_held();
    EXPECT_EQ(busy.read().status, 204);
}

} // namespace pic::http
