#include "control/event_queue.hpp"

#include <gtest/gtest.h>

namespace pic::control {

TEST(EventQueue, KeepsTheNewestOfEachThing) {
    EventQueue queue(10);
    EXPECT_TRUE(queue.push({"peers", "a", 5}));
    EXPECT_TRUE(queue.push({"peers", "b", 6}));
    EXPECT_TRUE(queue.push({"peers", "a", 7}));
    EXPECT_TRUE(queue.push({"peers", "a", 0})); // seen, not changed
    EXPECT_EQ(queue.pop().generation, 7U);
    EXPECT_EQ(queue.pop().id, "b");
    EXPECT_TRUE(queue.empty());
}

TEST(EventQueue, IsBounded) {
    EventQueue queue(2);
    EXPECT_TRUE(queue.push({"peers", "a", 1}));
    EXPECT_TRUE(queue.push({"peers", "b", 2}));
    EXPECT_FALSE(queue.push({"peers", "c", 3}));
    EXPECT_TRUE(queue.push({"peers", "b", 4}));
}

} // namespace pic::control
