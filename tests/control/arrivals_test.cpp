// How far a new device has got, as the cell sees it.
#include "control/arrivals.hpp"

#include <gtest/gtest.h>

#include "fakes/cell.hpp"

namespace pic::control {

namespace {

struct ArrivalsTest : testing::Test {
    ArrivalsTest() {
        cell.set_up();
        const auto reply = cell.submit("peer.add", {{"name", "phone"}});
        EXPECT_TRUE(reply) << reply.error().text();
        const auto& peer = reply->body.at("peer");
        key = *net::WgKey::parse(std::string(peer.at("public_key").as_string()));
        address = *net::Address::parse(std::string(peer.at("ipv4").as_string()));
    }

    std::string shown() {
        const auto reply = cell.submit("peer.show", {{"id", "phone"}});
        return std::string(reply->body.at("arrival").as_string());
    }
    bool becomes(std::string_view arrival) {
        return cell.run_until([&] { return shown() == arrival; });
    }
    void shakes_hands() {
        cell.kernel.set_counters(
            {{key, "198.51.100.9:4242", std::chrono::system_clock::to_time_t(cell.clock.now()),
              1000, 2000}});
    }

    fakes::Cell cell;
    net::WgKey key;
    net::Address address;
    const std::uint16_t port = cell.view().wireguard.value.port;
    const net::Address outside = *net::Address::parse("198.51.100.9");
};

} // namespace

TEST_F(ArrivalsTest, AreSeenStepByStep) {
    EXPECT_EQ(shown(), "silent");
    cell.kernel.set_connections(port, {{outside, false}});
    EXPECT_TRUE(becomes("unanswered"));
    cell.kernel.set_connections(port, {{outside, true}});
    EXPECT_TRUE(becomes("silent")) << "it was another device, which the cell knows";
    shakes_hands();
    EXPECT_TRUE(becomes("connected"));
    cell.kernel.set_connections(53, {{address, true}});
    EXPECT_TRUE(becomes("arrived"));
    cell.kernel.set_connections(53, {});
    EXPECT_TRUE(cell.run_ticks());
    EXPECT_EQ(shown(), "arrived") << "the kernel forgets a question soon";
}

TEST_F(ArrivalsTest, AQuestionThatNobodyAnsweredIsNone) {
    shakes_hands();
    cell.kernel.set_connections(53, {{address, false}, {outside, true}});
    EXPECT_TRUE(becomes("connected"));
    EXPECT_TRUE(cell.observed().arrivals.named.empty()) << "who is not in the VPN is no device";
}

TEST_F(ArrivalsTest, WhoMayAskForNoNamesIsThereWithHisHandshake) {
    ASSERT_TRUE(
        cell.submit("peer.update", {{"id", "phone"}, {"permissions", {{"services", false}}}}));
    shakes_hands();
    EXPECT_TRUE(becomes("arrived"));
}

TEST_F(ArrivalsTest, AreNotWaitedForForEver) {
    shakes_hands();
    EXPECT_TRUE(becomes("connected"));
    cell.clock.advance(arrival_patience + std::chrono::seconds(1));
    EXPECT_EQ(shown(), "arrived");
}

} // namespace pic::control
