// What is allowed and may surprise is said with the answer.
#include "peers/peers.hpp"

namespace pic::peers {

namespace {

using testing::HasSubstr;

struct Notes : Peers {
    static std::string notes(const json::value& body) {
        const auto* found = body.as_object().if_contains("notes");
        return found == nullptr ? std::string() : json::serialize(*found);
    }
    const json::object offline{{"internet", false}};
};

} // namespace

TEST_F(Notes, ADeviceThatSendsAllToACellThatLetsNothingOutHasNoInternet) {
    EXPECT_THAT(notes(added({{"name", "phone"}, {"permissions", offline}})),
                HasSubstr("phone has no internet while it is connected"));
    EXPECT_EQ(notes(added({{"name", "desk"}, {"permissions", offline}, {"tunnel", "split"}})), "");
    EXPECT_EQ(notes(added({{"name", "laptop"}})), "");
}

TEST_F(Notes, ADeviceWithASplitTunnelDoesNotReachTheLanThatItMayUse) {
    const json::object lan{{"lan", true}};
    EXPECT_THAT(notes(added({{"name", "tv"}, {"permissions", lan}, {"tunnel", "split"}})),
                HasSubstr("picctl peer update tv --tunnel full"));
    EXPECT_EQ(notes(added({{"name", "laptop"}, {"permissions", lan}})), "");
    (void)body("peer.update", {{"id", "tv"}, {"routes", json::array{"192.168.1.0/24"}}});
    EXPECT_THAT(notes(body("peer.update", {{"id", "tv"}, {"permissions", {{"lan", false}}}})),
                HasSubstr("picctl peer update tv --routes none"));
}

TEST_F(Notes, ItIsSaidOfTheChangeThatMakesItSoAndOfNoOther) {
    (void)added({{"name", "phone"}});
    EXPECT_THAT(notes(body("peer.update", {{"id", "phone"}, {"permissions", offline}})),
                HasSubstr("picctl peer update phone --tunnel split"));
    EXPECT_EQ(notes(body("peer.update", {{"id", "phone"}, {"note", "blue"}})), "");
    EXPECT_THAT(notes(body("peer.update", {{"id", "phone"}, {"tunnel", "split"}})),
                HasSubstr("out of date"))
        << "its file";
}

TEST_F(Notes, WhoIsEnabledAndHasExpiredStaysShutOut) {
    const auto soon = cell.clock.now() + std::chrono::minutes(1);
    (void)added({{"name", "guest"}, {"expires", codec::to_json(soon)}});
    EXPECT_EQ(notes(body("peer.update", {{"id", "guest"}, {"enabled", true}})), "");
    cell.clock.advance(std::chrono::minutes(2));
    EXPECT_THAT(notes(body("peer.update", {{"id", "guest"}, {"enabled", true}})),
                HasSubstr("picctl peer update guest --expires none"));
    EXPECT_EQ(notes(body("peer.update", {{"id", "guest"}, {"enabled", false}})), "");
}

TEST_F(Notes, WhoseKeyTheCellNeverSawIsToldWhenTheCellMakesOne) {
    const auto own = [] { return net::public_key(net::new_private_key()).value().text(); };
    (void)added({{"name", "laptop"}, {"public_key", own()}});
    EXPECT_EQ(notes(body("peer.issue", {{"id", "laptop"}, {"public_key", own()}})), "");
    EXPECT_THAT(notes(body("peer.issue", {{"id", "laptop"}})),
                HasSubstr("picctl peer issue laptop --public-key"));
    EXPECT_EQ(notes(body("peer.issue", {{"id", "laptop"}})), "") << "it was told";
}

} // namespace pic::peers
