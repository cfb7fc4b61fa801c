#include "http/server_fixture.hpp"

namespace pic::http {

using namespace std::chrono_literals;

namespace {

class StreamTest : public ServerTest {
  protected:
    // A stream in the name of `user`, open.
    WebClient open(const std::string& fields) {
        auto client = tcp();
        client.send(request("GET /api/events", fields));
        EXPECT_NE(client.read_until("retry: 2000\n\n").find("text/event-stream"),
                  std::string::npos);
        return client;
    }
};

} // namespace

TEST_F(StreamTest, EventsArrive) {
    start();
    auto stream = open(cookie_of("anna"));
    cell.tell({"peers", "b1", 8});
    EXPECT_EQ(stream.read_until("\n\n"),
              "data: {\"noun\":\"peers\",\"id\":\"b1\",\"generation\":8}\n\n");
    cell.tell({"unit", "pic-dns.service", 0});
    EXPECT_EQ(stream.read_until("\n\n"),
              "data: {\"noun\":\"unit\",\"id\":\"pic-dns.service\",\"generation\":0}\n\n");
}

TEST_F(StreamTest, IsForWhoIsSignedIn) {
    start();
    EXPECT_EQ(ask("GET /api/events").status, 401);
    EXPECT_EQ(ask("POST /api/events", as("anna")).status, 405);
    EXPECT_EQ(ask("HEAD /api/events", as("anna")).status, 200);
}

TEST_F(StreamTest, APeerUserHearsOfHisOwn) {
    cell.edit([](model::View& view) {
        model::Peer his;
        his.owner = "paul";
        view.peers.put({"his", 1, his});
    });
    start();
    auto stream = open(cookie_of("paul"));
    cell.tell({"peers", "hers", 8});
    cell.tell({"cell", "cell", 9});
    cell.tell({"peers", "his", 10});
    EXPECT_EQ(stream.read_until("\n\n"),
              "data: {\"noun\":\"peers\",\"id\":\"his\",\"generation\":10}\n\n");
}

TEST_F(StreamTest, EndsWithItsSession) {
    start();
    const auto made = cell.sign_in("anna");
    auto stream = open("Cookie: pic_session=" + made.grant.cookie + "\r\n");
    cell.edit([&](model::View& view) { view.sessions.erase(made.id); });
    cell.tell({"sessions", made.id, 9});
    EXPECT_TRUE(stream.ended());
}

TEST_F(StreamTest, LooksAtItsSessionAtEachPing) {
    options.limits.ping = 50ms;
    start();
    const auto made = cell.sign_in("anna");
    auto stream = open("Cookie: pic_session=" + made.grant.cookie + "\r\n");
    EXPECT_EQ(stream.read_until("\n\n"), ": still here\n\n");
    cell.edit([&](model::View& view) { view.sessions.erase(made.id); }); // nobody tells
    EXPECT_TRUE(stream.ended());
}

TEST_F(StreamTest, EndsWhenTheRoleChanges) {
    start();
    auto stream = open(cookie_of("anna"));
    cell.edit([](model::View& view) {
        view.users.put({"anna", 9, {.name = "anna", .role = model::Role::peer, .password = "x"}});
    });
    cell.tell({"users", "anna", 9});
    EXPECT_TRUE(stream.ended());
}

TEST_F(StreamTest, AreCountedPerUserAndFreedWhenTheClientGoes) {
    options.limits.streams_per_user = 2;
    start();
    const auto fields = cookie_of("anna");
    auto first = open(fields), second = open(cookie_of("anna"));
    EXPECT_EQ(ask("GET /api/events", fields).status, 429);
    auto others = open(cookie_of("paul"));
    first = WebClient(server->port());
    EXPECT_TRUE(eventually([&] {
        auto client = tcp();
        client.send(request("GET /api/events", fields));
        return !client.read_until("retry: 2000\n\n").empty();
    }));
}

TEST_F(StreamTest, SomeAreKeptForAdmins) {
    options.limits.streams = 3;
    options.limits.streams_for_admins = 2;
    start();
    auto his = open(cookie_of("paul"));
    EXPECT_EQ(ask("GET /api/events", cookie_of("paul")).status, 429);
    auto hers = open(cookie_of("anna"));
}

TEST_F(StreamTest, AreCountedInAllAndApartFromConnections) {
    options.limits.streams = 2;
    options.limits.connections = 2;
    start();
    auto first = open(cookie_of("anna")), second = open(cookie_of("anna"));
    EXPECT_EQ(ask("GET /api/events", cookie_of("anna")).status, 429);
    auto idle = tcp();
    EXPECT_EQ(ask("GET /api/health").status, 200);
    cell.tell({"peers", "b1", 8});
    EXPECT_NE(first.read_until("\n\n"), "");
    EXPECT_NE(second.read_until("\n\n"), "");
}

TEST_F(StreamTest, ASlowReaderIsCutOffAndOthersAreNot) {
    options.limits.waiting_events = 16;
    options.limits.ping = 1h; // however long it takes here, events alone are read
    start();
    auto slow = open(cookie_of("anna"));
    auto quick = open(cookie_of("anna"));
    // Until the sockets' buffers are full and the queue behind them, too.
    for (int i = 0; i < 10'000 && !slow.hung_up(0ms); ++i) {
        cell.tell({"peers", std::string(40'000, 'x') + std::to_string(i), 8});
        EXPECT_NE(quick.read_until("\n\n"), "");
    }
    EXPECT_TRUE(slow.ended());
    cell.tell({"peers", "after", 9});
    EXPECT_EQ(quick.read_until("\n\n"),
              "data: {\"noun\":\"peers\",\"id\":\"after\",\"generation\":9}\n\n");
}

TEST_F(StreamTest, EndPromptlyWhenTheServerStops) {
    start();
    auto stream = open(cookie_of("anna"));
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_TRUE(stop());
    EXPECT_TRUE(stream.ended());
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 1s);
}

} // namespace pic::http
