// A peer user's changes: thirty at once, then one in two seconds.
#include <gtest/gtest.h>

#include "control/pace.hpp"
#include "fakes/cell.hpp"

namespace pic::control {

namespace {

using namespace std::chrono_literals;

struct Paced : testing::Test {
    int taken(const Caller& caller, int tries) {
        int count = 0;
        for (int i = 0; i < tries; ++i)
            if (pace.take(caller, now)) ++count;
        return count;
    }
    Pace pace;
    Pace::Instant now{};
};

} // namespace

TEST_F(Paced, APeerUserIsHeldUpAfterABurst) {
    EXPECT_EQ(taken(fakes::peer_user("anna"), 100), 30);
    EXPECT_EQ(taken(fakes::peer_user("ben"), 1), 1) << "each has a pace of its own";
    now += 2s;
    EXPECT_EQ(taken(fakes::peer_user("anna"), 100), 1);
    now += 1h;
    EXPECT_EQ(taken(fakes::peer_user("anna"), 100), 30);
}

TEST_F(Paced, WhoWaitsIsToldHowLong) {
    taken(fakes::peer_user("anna"), 30);
    const auto refused = pace.take(fakes::peer_user("anna"), now);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::too_many);
    EXPECT_EQ(refused.error().retry_after, 2U);
}

TEST_F(Paced, AdministratorsAreNot) {
    EXPECT_EQ(taken(fakes::admin(), 1000), 1000);
}

TEST_F(Paced, ItIsAskedBeforeEachChangeAndNoRead) {
    fakes::Cell cell;
    cell.set_up();
    const auto added =
        cell.submit("user.add", {{"name", "anna"}, {"password", "four words of a test"}});
    ASSERT_TRUE(added);
    const auto id = std::string(added->body.at("id").as_string());
    ASSERT_TRUE(
        cell.submit("peer.add", {{"name", "phone"}, {"owner", "anna"}, {"keep_key", true}}));
    const auto anna = fakes::peer_user(id);
    Code code{};
    for (int i = 0; i < 40; ++i) {
        EXPECT_TRUE(cell.submit("peer.show", {{"id", "phone"}}, anna));
        if (const auto reply = cell.submit("peer.config", {{"id", "phone"}}, anna); !reply)
            code = reply.error().code;
    }
    EXPECT_EQ(code, Code::too_many);
}

} // namespace pic::control
