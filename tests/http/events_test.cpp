#include <algorithm>
#include <gtest/gtest.h>
#include <map>

#include "http/concern.hpp"

namespace pic::http {

using control::Event;

namespace {

net::WgKey key_of(const std::string& id) {
    net::WgKey::Bytes bytes{};
    std::ranges::copy(id, bytes.begin());
    return net::WgKey(bytes);
}

// So much of each was received.
using Received = std::map<std::string, std::uint64_t>;

control::Snapshot seen(std::vector<std::pair<std::string, std::string>> peers_and_owners,
                       const Received& received = {}) {
    model::View view;
    for (const auto& [id, owner] : peers_and_owners) {
        model::Peer peer;
        peer.owner = owner;
        peer.public_key = key_of(id);
        view.peers.put({id, 1, peer});
    }
    auto counters = std::make_shared<control::PeerCountersByKey>();
    for (const auto& [id, bytes] : received) {
        auto& each = (*counters)[key_of(id)];
        each.public_key = key_of(id);
        each.received = bytes;
    }
    control::Observed observed;
    observed.counters = std::move(counters);
    return {std::make_shared<const model::View>(std::move(view)),
            std::make_shared<const control::Observed>(std::move(observed)), nullptr};
}

control::Caller caller(model::Role role, const std::string& user) {
    control::Caller made;
    made.role = role;
    made.user = user;
    return made;
}

} // namespace

TEST(Concern, EverythingIsAnAdministratorsBusiness) {
    const auto view = seen({});
    Concern concern(caller(model::Role::admin, "anna"), view);
    EXPECT_TRUE(concern.about({"unit", "pic-dns.service", 0}, view));
    EXPECT_TRUE(concern.about({"peers", "gone", 9}, view));
}

TEST(Concern, OnlyHisOwnIsAPeerUsersBusiness) {
    const auto view = seen({{"his", "paul"}, {"hers", "anna"}});
    Concern concern(caller(model::Role::peer, "paul"), view);
    EXPECT_TRUE(concern.about({"peers", "his", 9}, view));
    EXPECT_TRUE(concern.about({"users", "paul", 9}, view));
    for (const auto& event :
         {Event{"peers", "hers", 9}, Event{"peers", "unknown", 9}, Event{"users", "anna", 9},
          Event{"cell", "cell", 9}, Event{"sessions", "x", 9}, Event{"unit", "pic-dns.service", 0}})
        EXPECT_FALSE(concern.about(event, view)) << event.noun;
}

TEST(Concern, ADeviceGivenOrTakenAwayConcernsHimOnceMore) {
    Concern concern(caller(model::Role::peer, "paul"), seen({{"one", "paul"}}));
    const auto taken = seen({{"one", "anna"}});
    EXPECT_TRUE(concern.about({"peers", "one", 9}, taken));
    EXPECT_FALSE(concern.about({"peers", "one", 10}, taken));
    EXPECT_FALSE(concern.about({"peers", "", 0}, taken)); // he has none
    const auto given = seen({{"one", "anna"}, {"two", "paul"}});
    EXPECT_TRUE(concern.about({"peers", "two", 11}, given));
    EXPECT_TRUE(concern.about({"peers", "two", 12}, seen({{"one", "anna"}})));
    EXPECT_FALSE(concern.about({"peers", "two", 13}, seen({{"one", "anna"}})));
}

TEST(Concern, ThatOthersAreOnlineIsNoBusinessOfHis) {
    const std::vector<std::pair<std::string, std::string>> peers{{"his", "paul"}, {"hers", "anna"}};
    Concern concern(caller(model::Role::peer, "paul"), seen(peers, {{"hers", 1}}));
    const auto told = [&](const Received& received) {
        return concern.about({"peers", "", 0}, seen(peers, received));
    };
    EXPECT_FALSE(told({{"hers", 2}}));
    EXPECT_TRUE(told({{"hers", 2}, {"his", 1}}));
    EXPECT_FALSE(told({{"hers", 3}, {"his", 1}}));
    EXPECT_TRUE(told({{"hers", 3}, {"his", 2}}));
    EXPECT_TRUE(told({{"hers", 3}})); // its keys are others now
}

} // namespace pic::http
