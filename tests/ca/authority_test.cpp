#include "ca/authority.hpp"

#include <gtest/gtest.h>

#include "ca/certificate.hpp"
#include "fakes/cell.hpp"

namespace pic::ca {

namespace {

using std::chrono::days;

struct AuthorityTest : testing::Test {
    AuthorityTest() : right(cell.clock.now()) {}
    ~AuthorityTest() override { cell.stop(); }

    const std::string& root() { return cell.view().authority.value.root; }
    // Makes what has to be made at that time, from nothing or anew.
    void ensure_at(Time now) {
        cell.clock.set(now);
        const auto before = cell.view().authority.value.intermediate;
        ensure_authority(cell.control(), [](const Status&) {});
        ASSERT_TRUE(
            cell.run_until([&] { return cell.view().authority.value.intermediate != before; }));
    }
    bool tells() {
        return std::ranges::any_of(cell.observed().findings,
                                   [](const auto& finding) { return finding.id == "ca.root"; });
    }

    fakes::Cell cell;
    Time right;
};

} // namespace

TEST_F(AuthorityTest, OfAClockThatRanAheadIsMadeAgainBeforeSetUp) {
    ensure_at(right + days(400));
    ensure_at(right);
    EXPECT_LE(inspect(root())->from, right);
    EXPECT_FALSE(tells());
}

TEST_F(AuthorityTest, OfACellThatIsSetUpKeepsItsRootAndSaysSo) {
    ensure_at(right + days(400));
    const auto first = root();
    cell.clock.set(right);
    cell.set_up();
    ensure_at(right);
    EXPECT_EQ(root(), first);
    EXPECT_TRUE(tells());
    cell.clock.set(right + days(400));
    ensure_authority(cell.control(), [](const Status&) {});
    EXPECT_TRUE(cell.run_until([&] { return !tells(); }));
}

} // namespace pic::ca
