// Whom the web pages answer.
#include <algorithm>
#include <gtest/gtest.h>

#include "control/way_in.hpp"
#include "fakes/cell.hpp"

namespace pic::control {

namespace {

struct Answered : testing::Test {
    Answered() { cell.set_up(); }
    bool is_answered(const char* address) {
        return std::ranges::any_of(answered(cell.view(), cell.settings), [&](const auto& range) {
            return range.contains(*net::Address::parse(address));
        });
    }
    fakes::Cell cell;
};

} // namespace

TEST_F(Answered, AreThisMachineItsLinksHomesAndTheVpn) {
    for (const auto* address : {"127.0.0.1", "::1", "169.254.3.4", "fe80::1", "192.168.1.9",
                                "172.16.0.1", "fd77::1", "10.9.0.2", "fd00:9::2"})
        EXPECT_TRUE(is_answered(address)) << address;
    // The last are a provider's: on an uplink behind carrier NAT its other customers.
    for (const auto* address : {"8.8.8.8", "2a01::1", "100.64.0.9"})
        EXPECT_FALSE(is_answered(address)) << address;
}

TEST_F(Answered, IsEverybodyWithPublicAccess) {
    ASSERT_TRUE(cell.submit("web.update", {{"public_access", true}, {"confirm", true}}));
    EXPECT_TRUE(is_answered("8.8.8.8"));
    EXPECT_TRUE(is_answered("2a01::1"));
    cell.settings.forbid.public_access = true;
    EXPECT_FALSE(is_answered("8.8.8.8"));
}

} // namespace pic::control
