#include <gtest/gtest.h>

#include "base/id.hpp"
#include "base/time.hpp"

namespace pic {

TEST(Time, ReadsWhatItWrites) {
    for (const auto* text : {"2026-01-31T18:00:00Z", "1970-01-01T00:00:00Z", "2028-02-29T23:59:59Z",
                             "9999-12-31T23:59:59Z"})
        EXPECT_EQ(format_time(*parse_time(text)), text);
}

struct BadTime : testing::TestWithParam<std::string_view> {};

TEST_P(BadTime, IsRefused) {
    EXPECT_FALSE(parse_time(GetParam())) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Time, BadTime,
                         testing::Values("", "tomorrow", "2026-01-31", "2026-01-31T18:00:00",
                                         "2026-01-31T18:00:00+01:00", "2026-02-30T00:00:00Z",
                                         "2026-13-01T00:00:00Z", "2026-01-31T24:00:00Z",
                                         "2026-01-31T18:00:60Z", " 2026-01-31T18:00:00Z",
                                         "2026-01-31T18:00:00Z ", "2026- 1-31T18:00:00Z",
                                         "26-01-31T18:00:00Z", "+2026-01-31T18:00:00Z",
                                         std::string_view("2026-01-31T18:00:00Z\0x", 22)));

TEST(Id, IsTenLettersAndNeverTheSame) {
    const auto id = new_id();
    EXPECT_EQ(id.size(), 10U);
    for (const char letter : id)
        EXPECT_TRUE((letter >= 'a' && letter <= 'z') || (letter >= '2' && letter <= '7')) << id;
    EXPECT_NE(new_id(), id);
}

} // namespace pic
