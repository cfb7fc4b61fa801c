#include <gtest/gtest.h>

#include "http/concern.hpp"

namespace pic::http {

using control::Event;

namespace {

model::View view_with(std::vector<std::pair<std::string, std::string>> peers_and_owners) {
    model::View view;
    for (const auto& [id, owner] : peers_and_owners) {
        model::Peer peer;
        peer.owner = owner;
        view.peers.put({id, 1, peer});
    }
    return view;
}

control::Caller caller(model::Role role, const std::string& user) {
    control::Caller made;
    made.role = role;
    made.user = user;
    return made;
}

} // namespace

TEST(Concern, EverythingIsAnAdministratorsBusiness) {
    const auto view = view_with({});
    Concern concern(caller(model::Role::admin, "anna"), view);
    EXPECT_TRUE(concern.about({"unit", "pic-dns.service", 0}, view));
    EXPECT_TRUE(concern.about({"peers", "gone", 9}, view));
}

TEST(Concern, OnlyHisOwnIsAPeerUsersBusiness) {
    const auto view = view_with({{"his", "paul"}, {"hers", "anna"}});
    Concern concern(caller(model::Role::peer, "paul"), view);
    EXPECT_TRUE(concern.about({"peers", "his", 9}, view));
    EXPECT_TRUE(concern.about({"peers", "", 0}, view));
    EXPECT_TRUE(concern.about({"users", "paul", 9}, view));
    for (const auto& event :
         {Event{"peers", "hers", 9}, Event{"peers", "unknown", 9}, Event{"users", "anna", 9},
          Event{"cell", "cell", 9}, Event{"sessions", "x", 9}, Event{"unit", "pic-dns.service", 0}})
        EXPECT_FALSE(concern.about(event, view)) << event.noun;
}

TEST(Concern, ADeviceGivenOrTakenAwayConcernsHimOnceMore) {
    Concern concern(caller(model::Role::peer, "paul"), view_with({{"one", "paul"}}));
    const auto taken = view_with({{"one", "anna"}});
    EXPECT_TRUE(concern.about({"peers", "one", 9}, taken));
    EXPECT_FALSE(concern.about({"peers", "one", 10}, taken));
    EXPECT_FALSE(concern.about({"peers", "", 0}, taken)); // he has none
    const auto given = view_with({{"one", "anna"}, {"two", "paul"}});
    EXPECT_TRUE(concern.about({"peers", "two", 11}, given));
    EXPECT_TRUE(concern.about({"peers", "two", 12}, view_with({{"one", "anna"}})));
    EXPECT_FALSE(concern.about({"peers", "two", 13}, view_with({{"one", "anna"}})));
}

} // namespace pic::http
