#include "audit/csv.hpp"

#include <gtest/gtest.h>

namespace pic::audit {

TEST(Csv, QuotesEveryCell) {
    std::string text;
    append_row(text, {"1", "a,b", "say \"hi\"", "", "two\r\nlines"});
    EXPECT_EQ(text, "\"1\",\"a,b\",\"say \"\"hi\"\"\",\"\",\"two\r\nlines\"\r\n");
}

struct Formula : testing::TestWithParam<std::string> {};

TEST_P(Formula, IsText) {
    std::string text;
    append_row(text, {GetParam()});
    EXPECT_EQ(text, "\"'" + GetParam() + "\"\r\n");
}

INSTANTIATE_TEST_SUITE_P(Csv, Formula,
                         testing::Values("=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
                                         "=HYPERLINK(1)", "|calc"));

TEST(Csv, ASignWithinACellIsNoFormula) {
    std::string text;
    append_row(text, {"peer-1", "a=b", "10.0.0.1"});
    EXPECT_EQ(text, "\"peer-1\",\"a=b\",\"10.0.0.1\"\r\n");
}

} // namespace pic::audit
