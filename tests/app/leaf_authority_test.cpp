#include "app/leaf_authority.hpp"

#include <gtest/gtest.h>

#include "ca/authority.hpp"
#include "ca/certificate.hpp"
#include "fakes/cell.hpp"

namespace pic::app {

// pic-web reads what is made anew, and LeafKeeper looks each time something happens.
TEST(LeafAuthority, ALeafThatEndsWithItsIssuerIsNotMadeAgainBeforeThat) {
    fakes::Cell cell;
    cell.set_up();
    const auto make_at = [&](Time now) {
        cell.clock.set(now);
        const auto before = cell.view().authority.value.intermediate;
        ca::ensure_authority(cell.control(), [](const Status&) {});
        EXPECT_TRUE(
            cell.run_until([&] { return cell.view().authority.value.intermediate != before; }));
        return *leaf_authority().issue(cell.control().context(), {{"home.cell"}, {}});
    };
    const auto now = cell.clock.now();
    EXPECT_LT(make_at(now).renew_at, now + ca::leaf_life);
    const auto end = ca::inspect(cell.view().authority.value.root)->until;
    const auto last = make_at(end - std::chrono::days(100));
    ASSERT_EQ(ca::inspect(last.chain)->until, end);
    EXPECT_GT(last.renew_at, end);
    cell.stop();
}

} // namespace pic::app
