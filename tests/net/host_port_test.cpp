#include <gtest/gtest.h>

#include "net/host_port.hpp"

namespace pic::net {

namespace {

struct Reading {
    std::string text, host;
    std::uint16_t port;
};

struct Good : testing::TestWithParam<Reading> {};
struct Bad : testing::TestWithParam<std::string> {};

} // namespace

TEST_P(Good, IsReadAndReadTheSameAgain) {
    const auto read = HostPort::parse(GetParam().text);
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(read->host, GetParam().host);
    EXPECT_EQ(read->port, GetParam().port);
    EXPECT_EQ(*HostPort::parse(read->text()), *read);
}

INSTANTIATE_TEST_SUITE_P(HostPort, Good,
                         testing::Values(Reading{"192.0.2.7:443", "192.0.2.7", 443},
                                         Reading{"192.0.2.7", "192.0.2.7", 0},
                                         Reading{"[2001:db8::7]:443", "2001:db8::7", 443},
                                         Reading{"[2001:DB8::7]", "2001:db8::7", 0},
                                         Reading{"2001:db8::7", "2001:db8::7", 0},
                                         Reading{"Home.Example.ORG:1", "home.example.org", 1},
                                         Reading{"home", "home", 0},
                                         Reading{"7seas:65535", "7seas", 65535}));

TEST_P(Bad, IsRefused) {
    EXPECT_FALSE(HostPort::parse(GetParam())) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(HostPort, Bad,
                         testing::Values("", ":", ":443", "home:", "[::1]:", "home:0", "home:65536",
                                         "home:-1", "home:+1", "home:0x1", "home:443x", "192.0.2",
                                         "192.0.2.300", "1.2.3.4.5", "[192.0.2.7]:443",
                                         "[home]:443", "[2001:db8::7", "[2001:db8::7]x", "[]:1",
                                         "2001:db8::7%eth0", "a b", "a_b", "home.", "-home",
                                         "https://home.example", std::string(254, 'a'),
                                         std::string("home\0x", 6)));

TEST(HostPort, OfAWebAddressIsRefusedForWhatItIs) {
    EXPECT_NE(HostPort::parse("http://home.example").error().detail.find("web address"),
              std::string::npos);
}

TEST(HostPort, APortThatWasNotSaidIsTheUsersToChoose) {
    EXPECT_EQ(HostPort::parse("2001:db8::7")->text(), "2001:db8::7");
    EXPECT_EQ(HostPort::parse("2001:db8::7")->or_port(53).text(), "[2001:db8::7]:53");
    EXPECT_EQ(HostPort::parse("home:443")->or_port(53).text(), "home:443");
}

} // namespace pic::net
