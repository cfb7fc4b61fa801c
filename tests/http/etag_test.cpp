#include "http/etag.hpp"

#include <gtest/gtest.h>

namespace pic::http {

TEST(ETag, IsAGenerationInQuotes) {
    EXPECT_EQ(etag(123), "\"123\"");
    EXPECT_EQ(parse_if_match("\"123\"").value(), 123U);
    EXPECT_EQ(parse_if_match(" \"18446744073709551615\" ").value(), 18446744073709551615U);
}

TEST(ETag, OfACompressedAnswerIsTheSame) { // Caddy appends the encoding
    EXPECT_EQ(parse_if_match("\"123-gzip\"").value(), 123U);
}

TEST(ETag, StarMatchesAny) {
    EXPECT_EQ(parse_if_match("*").value(), std::nullopt);
}

TEST(ETag, AWeakOneNeverMatchesForAChange) {
    EXPECT_EQ(parse_if_match("W/\"123\"").error().code, Code::precondition);
}

TEST(ETag, MalformedOnesAreRefused) {
    for (const auto* bad : {"", "123", "\"\"", "\"x\"", "\"-1\"", "\"1\", \"2\"", "\"1",
                            "\"18446744073709551616\"", "\"1 \""})
        EXPECT_EQ(parse_if_match(bad).error().code, Code::malformed) << bad;
}

} // namespace pic::http
