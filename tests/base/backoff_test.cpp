#include <gtest/gtest.h>

#include "base/backoff.hpp"

namespace pic {

using namespace std::chrono_literals;

TEST(Backoff, DoublesUpToItsCapAndStartsAgainAfterSuccess) {
    Backoff backoff(50ms, 180ms);
    EXPECT_EQ(backoff.failed(), 50ms);
    EXPECT_EQ(backoff.failed(), 100ms);
    EXPECT_EQ(backoff.failed(), 180ms);
    EXPECT_EQ(backoff.failed(), 180ms);
    backoff.succeeded();
    EXPECT_EQ(backoff.failed(), 50ms);
}

TEST(Backoff, NeverOverflowsHoweverOftenItFails) {
    Backoff backoff(1ms, 30s);
    for (int i = 0; i < 100000; ++i)
        ASSERT_LE(backoff.failed(), 30s);
}

} // namespace pic
