#include "http/target.hpp"

#include <gtest/gtest.h>

namespace pic::http {

namespace {

using Segments = std::vector<std::string>;
using Query = std::vector<std::pair<std::string, std::string>>;

Segments segments(std::string_view text) {
    return parse_target(text)
        .map([](const Target& target) { return target.segments; })
        .value_or(Segments{"(refused)"});
}

Query query(std::string_view text) {
    return parse_target(text)
        .map([](const Target& target) { return target.query; })
        .value_or(Query{{"(refused)", ""}});
}

} // namespace

TEST(Target, IsSplitBeforeItIsDecoded) {
    EXPECT_EQ(segments("/"), Segments{});
    EXPECT_EQ(segments("/api/peers"), (Segments{"api", "peers"}));
    EXPECT_EQ(segments("/api/peers/"), (Segments{"api", "peers", ""}));
    EXPECT_EQ(segments("/api/a%2Fb"), (Segments{"api", "a/b"}));
    EXPECT_EQ(segments("/api/%C3%A4+b"), (Segments{"api", "ä+b"}));
}

TEST(Target, ResolvesNothing) {
    EXPECT_EQ(segments("/api/../etc"), (Segments{"api", "..", "etc"}));
    EXPECT_EQ(segments("/api/%2e%2e"), (Segments{"api", ".."}));
    EXPECT_EQ(segments("//api"), (Segments{"", "api"}));
}

TEST(Target, QueryKeepsOrderAndRepetition) {
    EXPECT_EQ(query("/x?b=2&a=1&b=3"), (Query{{"b", "2"}, {"a", "1"}, {"b", "3"}}));
    EXPECT_EQ(query("/x?q=a+b%26c%3D%2B"), (Query{{"q", "a b&c=+"}}));
    EXPECT_EQ(query("/x?flag&&empty="), (Query{{"flag", ""}, {"empty", ""}}));
    EXPECT_EQ(query("/x?"), Query{});
}

TEST(Target, RefusesWhatIsNotText) {
    for (const auto* bad : {"", "x", "*", "http://localhost/", "/a#b", "/%", "/%4", "/%zz", "/%00",
                            "/%0a", "/a%7f", "/%ff", "/%c0%af", "/x?a=%0d%0a", "/x?%e2%80%ae=1"})
        EXPECT_FALSE(parse_target(bad)) << bad;
}

TEST(Target, RefusesTooMuch) {
    std::string many, parameters = "/x?";
    for (int i = 0; i < 65; ++i)
        many += "/a", parameters += "a=1&";
    EXPECT_FALSE(parse_target(many));
    EXPECT_FALSE(parse_target(parameters));
    EXPECT_FALSE(parse_target("/" + std::string(3000, 'a')));
}

} // namespace pic::http
