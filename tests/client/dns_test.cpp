// Names on real sockets: TCP when the answer does not fit, and one server after another.
#include "client/dns.hpp"

#include <gtest/gtest.h>

#include "client/loopback.hpp"

namespace pic::client {

namespace {

using namespace std::chrono_literals;

constexpr unsigned good = 0x8180, truncated = 0x8380, failed = 0x8182, no_such_name = 0x8183;

Bytes answer(ByteView question, unsigned flags, std::vector<std::string> addresses = {}) {
    Writer writer;
    writer.bytes(question.first(2)).u16(flags).u16(1).u16(static_cast<unsigned>(addresses.size()));
    writer.u32(0).bytes(question.subspan(12));
    for (const auto& text : addresses) {
        const auto address = *net::Address::parse(text);
        writer.u16(0xc00c).u16(address.is_v4() ? 1 : 28).u16(1).u32(60);
        writer.u16(static_cast<unsigned>(address.bytes().size())).bytes(address.bytes());
    }
    return writer.take();
}

UdpServer::Answer always(unsigned flags, std::vector<std::string> addresses = {}) {
    return [=](ByteView question) {
        return std::vector<Datagram>{{answer(question, flags, addresses)}};
    };
}

Result<std::vector<net::Address>> resolve4(const std::vector<Server>& servers,
                                           std::chrono::milliseconds patience = 5s) {
    return resolve("www.example.org", net::Family::v4, servers, in(patience));
}

} // namespace

TEST(Dns, ResolvesTheFamilyThatWasAsked) {
    const UdpServer v4(always(good, {"192.0.2.7", "192.0.2.8"})), v6(always(good, {"2001:db8::7"}));
    const auto found4 = resolve4({v4.server()});
    ASSERT_TRUE(found4) << found4.error().text();
    EXPECT_EQ(found4->size(), 2U);
    EXPECT_EQ(found4->front().text(), "192.0.2.7");
    const auto found6 = resolve("www.example.org", net::Family::v6, {v6.server()}, in(5s));
    ASSERT_TRUE(found6) << found6.error().text();
    EXPECT_EQ(found6->front().text(), "2001:db8::7");
}

TEST(Dns, AsksTheNextServerWhenOneFails) {
    const UdpServer broken(always(failed)),
        silent([](ByteView) { return std::vector<Datagram>(); });
    const UdpServer works(always(good, {"192.0.2.7"}));
    const auto found = resolve4({nobody(), broken.server(), silent.server(), works.server()}, 2s);
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_EQ(found->front().text(), "192.0.2.7");
}

TEST(Dns, BelievesAServerThatThereIsNoSuchName) {
    const UdpServer knows(always(no_such_name)), none(always(good)),
        other(always(good, {"192.0.2.7"}));
    for (const auto& server : {knows.server(), none.server()}) {
        const auto found = resolve4({server, other.server()});
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code, Code::not_found);
    }
    EXPECT_EQ(other.questions(), 0);
}

TEST(Dns, SaysThatNobodyAnswered) {
    const auto found = resolve4({nobody()}), none = resolve4({});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Code::unavailable);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Code::unavailable);
}

TEST(Dns, AsksOverTcpWhenTheAnswerDoesNotFit) {
    const UdpServer udp(always(truncated));
    const TcpServer tcp(
        [](ByteView question) {
            const auto message = answer(question.subspan(2), good, {"192.0.2.7"});
            return Writer().u16(static_cast<unsigned>(message.size())).bytes(message).take();
        },
        udp.server().port);
    const auto found = resolve4({udp.server()});
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_EQ(found->front().text(), "192.0.2.7");
}

TEST(Dns, EndsWhenTheTcpAnswerBreaksOff) {
    const UdpServer udp(always(truncated));
    const TcpServer tcp([](ByteView) { return Bytes{0xff, 0xff, 1, 2, 3}; }, udp.server().port);
    const auto found = resolve4({udp.server()}, 2s);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Code::unavailable);
}

TEST(Dns, HearsNobodyButWhoWasAsked) {
    const UdpServer server([](ByteView question) {
        auto forged = answer(question, good, {"192.0.2.66"});
        forged[0] ^= 1;
        return std::vector<Datagram>{{answer(question, good, {"192.0.2.66"}), true},
                                     {forged},
                                     {answer(question, good, {"192.0.2.7"})}};
    });
    const auto found = resolve4({server.server()});
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_EQ(found->front().text(), "192.0.2.7");
}

} // namespace pic::client
