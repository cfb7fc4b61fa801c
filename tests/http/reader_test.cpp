// Requests that a proxy before us and we might read differently (RFC 9112, 11.2): each is refused
// and ends its connection, so that nothing behind it is taken for a request.
#include "http/server_fixture.hpp"

namespace pic::http {

namespace {

constexpr std::string_view hidden = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

class ReaderTest : public ServerTest {
  protected:
    void SetUp() override { start(); }

    // The status of the first answer. There must be no second one.
    int status(std::string_view head, std::string_view rest = hidden) {
        auto client = tcp();
        client.send(std::string(head) + std::string(rest));
        const auto first = client.read();
        EXPECT_EQ(client.read().status, 0) << head;
        return first.status;
    }
};

} // namespace

TEST_F(ReaderTest, TwoLengthsAreRefused) {
    EXPECT_EQ(status("POST /api/enter HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                     "Content-Length: 6\r\n\r\nhello"),
              400);
    EXPECT_EQ(status("POST /api/enter HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                     "Content-Length: 5\r\n\r\nhello"),
              400);
    EXPECT_EQ(
        status("POST /api/enter HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5, 5\r\n\r\nhello"),
        400);
}

TEST_F(ReaderTest, OddLengthsAreRefused) {
    for (const auto* length : {"-1", "+5", "0x5", "5 5", "", "99999999999999999999999"})
        EXPECT_EQ(status("POST /api/enter HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                         std::string(length) + "\r\n\r\n"),
                  400)
            << length;
}

TEST_F(ReaderTest, ALengthBesideChunksIsRefused) {
    EXPECT_EQ(status("POST /api/enter HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                     "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
              400);
    EXPECT_EQ(status("POST /api/enter HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                     "Content-Length: 5\r\n\r\n0\r\n\r\n"),
              400);
}

TEST_F(ReaderTest, OtherTransferCodingsAreRefused) { // Beast alone would see no body
    for (const auto* coding : {"gzip", "identity", "chunked, gzip", "gzip, chunked", "xchunked",
                               "chunked, chunked", "\"chunked\""})
        EXPECT_EQ(status("POST /api/enter HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: " +
                         std::string(coding) + "\r\n\r\n"),
                  501)
            << coding;
    EXPECT_EQ(status("POST /api/enter HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                     "Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n"),
              400);
    EXPECT_EQ(status("POST /api/enter HTTP/1.0\r\nHost: localhost\r\n"
                     "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
              400);
}

TEST_F(ReaderTest, MalformedHeadsAreRefused) {
    for (const auto* head :
         {"GET /api/health HTTP/1.1\nHost: localhost\n\n",
          "GET  /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /api/health HTTP/1.1\r\nHost : localhost\r\n\r\n",
          "GET /api/health HTTP/1.1\r\nHost: localhost\r\nX\x01: y\r\n\r\n", "nonsense\r\n\r\n",
          "GET /api/health\r\n\r\n", "GET /api/health HTTP/2.0\r\nHost: localhost\r\n\r\n",
          "GET /api/\x7f HTTP/1.1\r\nHost: localhost\r\n\r\n"}) {
        const auto given = status(head, "");
        EXPECT_TRUE(given == 400 || given == 505) << head << given;
    }
    EXPECT_EQ(status("GET http://localhost/api/health HTTP/1.1\r\nHost: localhost\r\nConnection: "
                     "close\r\n\r\n",
                     ""),
              400);
    EXPECT_EQ(
        status("CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", ""),
        400);
}

TEST_F(ReaderTest, ChunksMakeABody) {
    auto client = tcp();
    client.send("POST /api/boxes HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n" +
                as("anna") + "\r\n5\r\n{\"id\"\r\n6\r\n: \"b\"}\r\n0\r\n\r\n");
    EXPECT_EQ(client.read().status, 201);
    EXPECT_EQ(cell.calls().at(0).input, (boost::json::object{{"id", "b"}}));
}

TEST_F(ReaderTest, FieldsBehindTheBodyCountForNothing) {
    auto client = local();
    client.send("POST /api/enter HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                "X-Forwarded-For: 10.9.0.5\r\nX-Forwarded-Proto: https\r\n\r\n"
                "0\r\nX-Forwarded-For: 127.0.0.1\r\nCookie: pic_session=x\r\n\r\n");
    EXPECT_EQ(client.read().status, 204);
    EXPECT_EQ(cell.calls().at(0).caller.address, "10.9.0.5");
}

TEST_F(ReaderTest, MalformedChunksAreRefused) {
    for (const auto* chunks :
         {"x\r\n", "-1\r\nx\r\n", "1\r\nxx\r\n0\r\n\r\n", "fffffffffffffffff\r\n"})
        EXPECT_EQ(status("POST /api/enter HTTP/1.1\r\nHost: localhost\r\n"
                         "Transfer-Encoding: chunked\r\n\r\n",
                         chunks),
                  400)
            << chunks;
}

// The parser waits for the ends of these before it takes any of it.
TEST_F(ReaderTest, WhatStandsBesideTheChunksHasToEnd) {
    const std::string endless(1 << 20, 'a');
    for (const auto* chunks : {"1;", "0;", "0\r\nX: ", "1\r\n{\r\n1;x=\""})
        EXPECT_EQ(status("POST /api/enter HTTP/1.1\r\nHost: localhost\r\n"
                         "Transfer-Encoding: chunked\r\n\r\n",
                         chunks + endless),
                  431)
            << chunks;
    std::string fields = "0\r\n";
    for (int i = 0; i < 10'000; ++i)
        fields += "X-" + std::to_string(i) + ": a\r\n";
    EXPECT_EQ(status("POST /api/enter HTTP/1.1\r\nHost: localhost\r\n"
                     "Transfer-Encoding: chunked\r\n\r\n",
                     fields),
              431);
}

TEST_F(ReaderTest, WhatStandsBesideTheChunksMayBeAsLongAsAHeader) {
    const std::string some(8 << 10, 'a');
    EXPECT_EQ(status("POST /api/enter HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                     "Transfer-Encoding: chunked\r\n\r\n",
                     "0;" + some + "\r\nX: " + some.substr(1000) + "\r\n\r\n"),
              204);
}

TEST_F(ReaderTest, ARefusedRequestsBodyIsNoRequest) {
    EXPECT_EQ(status("POST /api/nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 48\r\n\r\n"),
              404);
    EXPECT_EQ(status("GET /api/health HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                     std::to_string(hidden.size()) + "\r\n\r\n"),
              400);
}

} // namespace pic::http
