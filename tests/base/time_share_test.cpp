#include <gtest/gtest.h>

#include "base/time_share.hpp"

namespace pic {

using namespace std::chrono_literals;

namespace {

const TimeShare::Clock::time_point noon{12h};

} // namespace

TEST(TimeShare, ShortWorkCostsNoRest) {
    TimeShare share(5, 1s);
    share.worked(noon, 250ms);
    EXPECT_LE(share.next(), noon);
}

TEST(TimeShare, LongWorkIsPaidForByRest) {
    TimeShare share(5, 1s);
    share.worked(noon, 3s);
    EXPECT_EQ(share.next(), noon + 7s); // five times three, begun three ago, less the burst
}

TEST(TimeShare, WorkThatNeverEndsTakesItsPartOfTheTime) {
    TimeShare share(5, 1s);
    auto now = noon;
    for (int i = 0; i < 1000; ++i) {
        now = std::max(now, share.next()) + 100ms;
        share.worked(now, 100ms);
    }
    EXPECT_GE(now - noon, 999 * 5 * 100ms - 5s); // the rest after the last is not over
}

TEST(TimeShare, ARestIsNotSavedUpBeyondTheBurst) {
    TimeShare share(5, 1s);
    share.worked(noon, 100ms);
    share.worked(noon + 10h, 3s);
    EXPECT_EQ(share.next(), noon + 10h + 7s);
}

} // namespace pic
