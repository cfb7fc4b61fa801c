#include "access/throttle.hpp"

#include <gtest/gtest.h>

namespace pic::access {

namespace {

using std::chrono::seconds;

struct Guesses : testing::Test {
    Throttle throttle{{.free = 3,
                       .first = seconds(1),
                       .cap = seconds(10),
                       .memory = std::chrono::minutes(10),
                       .most = 4}};
    Throttle::Instant now{seconds(1000)};

    void try_times(int count, const std::string& key) {
        for (int i = 0; i < count; ++i)
            throttle.tried(key, now);
    }
};

} // namespace

TEST_F(Guesses, AFewAreFreeThenEachDoublesTheWaitUpToACap) {
    std::vector<std::int64_t> waits;
    for (int i = 0; i < 9; ++i) {
        throttle.tried("a", now);
        waits.push_back(throttle.wait("a", now).count());
    }
    EXPECT_EQ(waits, (std::vector<std::int64_t>{0, 0, 0, 1, 2, 4, 8, 10, 10}));
    EXPECT_EQ(throttle.wait("b", now), seconds(0));
}

TEST_F(Guesses, AWaitPasses) {
    try_times(5, "a");
    EXPECT_EQ(throttle.wait("a", now + seconds(1)), seconds(1));
    EXPECT_EQ(throttle.wait("a", now + seconds(2)), seconds(0));
}

TEST_F(Guesses, APartOfASecondIsStillToWait) {
    try_times(4, "a");
    EXPECT_EQ(throttle.wait("a", now + std::chrono::milliseconds(300)), seconds(1));
}

TEST_F(Guesses, APardonTakesOneBack) {
    try_times(4, "a");
    throttle.pardon("a");
    EXPECT_EQ(throttle.wait("a", now), seconds(0));
    throttle.tried("a", now);
    EXPECT_EQ(throttle.wait("a", now), seconds(1));
}

TEST_F(Guesses, AreForgottenInTime) {
    try_times(8, "a");
    now += std::chrono::minutes(11);
    EXPECT_EQ(throttle.wait("a", now), seconds(0));
    throttle.tried("b", now);
    EXPECT_EQ(throttle.size(), 1U);
}

TEST_F(Guesses, OfAnyNumberOfKeysTakeNoMoreMemory) {
    for (int i = 0; i < 1000; ++i)
        throttle.tried("key" + std::to_string(i), now);
    EXPECT_EQ(throttle.size(), 4U);
}

TEST_F(Guesses, AtOneKeyAreNotForgottenForOthersThatWereInvented) {
    try_times(8, "a");
    for (int i = 0; i < 1000; ++i)
        throttle.tried("key" + std::to_string(i), now);
    EXPECT_EQ(throttle.wait("a", now), seconds(10));
}

TEST_F(Guesses, OfThoseThatFailedAsOftenTheOldestAreForgotten) {
    for (const auto* key : {"a", "b", "c", "d", "e"})
        try_times(4, key);
    EXPECT_EQ(throttle.wait("a", now), seconds(0));
    EXPECT_GT(throttle.wait("b", now), seconds(0));
}

} // namespace pic::access
