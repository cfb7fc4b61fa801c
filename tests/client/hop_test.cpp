// Host, router and provider, each a namespace of the test's own.
#include "client/hop.hpp"

#include <gtest/gtest.h>

#include "client/loopback.hpp"
#include "netns/chain.hpp"

namespace pic::client {

namespace {

using namespace std::chrono_literals;
const Server far_away{*net::Address::parse("198.41.0.4"), 33434, "eth0"};

} // namespace

TEST(Hop, IsWhoForwardsBehindTheRouter) {
    netns::Chain chain;
    chain.host_to_router("192.168.1.10/24", "192.168.1.1/24");
    chain.router_to_provider("100.64.0.2/24", "100.64.0.1/24");
    const auto first = ask_hop(far_away, 1, in(5s)), second = ask_hop(far_away, 2, in(5s));
    ASSERT_TRUE(first) << first.error().text();
    ASSERT_TRUE(second) << second.error().text();
    EXPECT_EQ(first->text(), "192.168.1.1");
    EXPECT_EQ(second->text(), "100.64.0.1");
}

TEST(Hop, MayBeUnknown) {
    netns::Chain chain;
    chain.host_to_router("192.168.1.10/24", "192.168.1.1/24");
    // The router knows no way on and says so: that is no answer.
    const auto begin = std::chrono::steady_clock::now();
    const auto nobody = ask_hop(far_away, 2, in(3s));
    ASSERT_FALSE(nobody);
    EXPECT_EQ(nobody.error().code, Code::unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
}

} // namespace pic::client
