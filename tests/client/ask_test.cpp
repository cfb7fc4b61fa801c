// One question over UDP, and who may answer it: STUN on real sockets.
#include <gtest/gtest.h>

#include "client/loopback.hpp"
#include "client/ntp.hpp"
#include "client/ntp_message.hpp"
#include "client/stun.hpp"

namespace pic::client {

namespace {

using namespace std::chrono_literals;

// Says that 192.0.2.1:32853 asked, under the transaction id of the question.
Bytes stun_answer(ByteView question) {
    Writer writer;
    writer.u16(0x0101).u16(12).bytes(question.subspan(4, 16));
    return writer.u16(0x0020).u16(8).u16(1).u16(0xa147).u32(0xe112a643).take();
}

Bytes of_another_id(ByteView question) {
    auto answer = stun_answer(question);
    answer[19] ^= 1;
    return answer;
}

Bytes cut(ByteView question) {
    auto answer = stun_answer(question);
    answer.resize(24);
    return answer;
}

} // namespace

TEST(Ask, TakesTheAnswer) {
    const UdpServer server(
        [](ByteView question) { return std::vector<Datagram>{{stun_answer(question)}}; });
    const auto seen = ask_stun(server.server(), in(5s));
    ASSERT_TRUE(seen) << seen.error().text();
    EXPECT_EQ(seen->text(), "192.0.2.1:32853");
    EXPECT_EQ(server.questions(), 1);
}

TEST(Ask, PassesOverNonsenseUntilTheAnswerComes) {
    const UdpServer server([](ByteView question) {
        return std::vector<Datagram>{{of_another_id(question)},
                                     {cut(question)},
                                     {Bytes()},
                                     {Bytes(60000, 0xff)},
                                     {stun_answer(question)}};
    });
    const auto seen = ask_stun(server.server(), in(5s));
    ASSERT_TRUE(seen) << seen.error().text();
    EXPECT_EQ(seen->text(), "192.0.2.1:32853");
}

TEST(Ask, HearsNobodyButWhoWasAsked) {
    const UdpServer server([](ByteView question) {
        return std::vector<Datagram>{{stun_answer(question), true}};
    });
    const auto seen = ask_stun(server.server(), in(400ms));
    ASSERT_FALSE(seen);
    EXPECT_EQ(seen.error().code, Code::unavailable);
    EXPECT_EQ(seen.error().text(), "no answer from " + server.server().text());
    EXPECT_GE(server.questions(), 2);
}

TEST(Ask, SaysWhyAnAnswerDidNotCount) {
    const UdpServer server(
        [](ByteView question) { return std::vector<Datagram>{{of_another_id(question)}}; });
    const auto seen = ask_stun(server.server(), in(200ms));
    ASSERT_FALSE(seen);
    EXPECT_NE(seen.error().text().find("no answer to our STUN request"), std::string::npos)
        << seen.error().text();
}

TEST(Ask, AsksAgainWhenTheQuestionWasLost) {
    std::atomic<int> asked = 0;
    const UdpServer server([&](ByteView question) {
        if (++asked < 3) return std::vector<Datagram>{};
        return std::vector<Datagram>{{stun_answer(question)}};
    });
    EXPECT_TRUE(ask_stun(server.server(), in(5s)));
}

TEST(Ask, EndsAtOnceWhereNobodyListens) {
    const auto begin = std::chrono::steady_clock::now();
    const auto seen = ask_stun(nobody(), in(30s));
    ASSERT_FALSE(seen);
    EXPECT_EQ(seen.error().code, Code::unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
}

TEST(Ask, LeavesByTheDeviceItIsTold) {
    const UdpServer server(
        [](ByteView question) { return std::vector<Datagram>{{stun_answer(question)}}; });
    auto by_loopback = server.server(), by_none = server.server();
    by_loopback.device = "lo";
    by_none.device = "no-such-device";
    EXPECT_TRUE(ask_stun(by_loopback, in(5s)));
    const auto seen = ask_stun(by_none, in(5s));
    ASSERT_FALSE(seen);
    EXPECT_NE(seen.error().text().find("no-such-device"), std::string::npos);
}

TEST(Ask, LearnsWhetherAServerKnowsTheTime) {
    const UdpServer server([](ByteView question) {
        Writer writer;
        writer.u8(0x24).u8(2).bytes(Bytes(22)).bytes(question.subspan(40, 8));
        return std::vector<Datagram>{{writer.u64(1).u64(1).take()}};
    });
    const auto answer = ask_ntp(server.server(), in(5s));
    ASSERT_TRUE(answer) << answer.error().text();
    EXPECT_TRUE(answer->synchronised);
    EXPECT_EQ(answer->stratum, 2);
}

} // namespace pic::client
