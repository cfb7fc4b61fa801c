#include "net/name.hpp"

#include <gtest/gtest.h>

namespace pic::net {

TEST(Label, FoldsCaseAndRefusesWhatDnsRefuses) {
    EXPECT_EQ(*parse_label("My-Phone"), "my-phone");
    for (const auto* bad : {"", "-a", "a-", "a.b", "a_b", "ä", "a b", "a\n"})
        EXPECT_FALSE(parse_label(bad)) << bad;
    EXPECT_TRUE(parse_label(std::string(63, 'a')));
    EXPECT_FALSE(parse_label(std::string(64, 'a')));
}

TEST(Label, RefusesWhatLooksLikeAnotherAlphabet) {
    for (const auto* bad : {"xn--bcher-kva", "XN--bcher-kva", "ab--c", "xn--"})
        EXPECT_FALSE(parse_label(bad)) << bad;
    for (const auto* good : {"a--b", "abc--d", "xn-b", "x-y"})
        EXPECT_TRUE(parse_label(good)) << good;
}

TEST(HostName, OfOthersMayBeOfAnotherAlphabet) {
    EXPECT_EQ(*parse_host_name("XN--bcher-kva.example"), "xn--bcher-kva.example");
    EXPECT_FALSE(parse_zone_name("shop.xn--bcher-kva"));
    EXPECT_EQ(*parse_zone_name("Shop.Books"), "shop.books");
}

TEST(Line, RefusesControlCharactersAndBrokenUtf8) {
    EXPECT_EQ(*parse_line("Anna’s phone", 64), "Anna’s phone");
    for (const auto* bad : {"a\nb", "a\x1b[2J", "\x7f", "\xc3\x28", "\xed\xa0\x80", "\xc2\x85"})
        EXPECT_FALSE(parse_line(bad, 64)) << bad;
    EXPECT_FALSE(parse_line("12345", 4));
}

TEST(Line, OfOthersIsMadeHarmless) {
    EXPECT_EQ(to_line("plain – text", 64), "plain – text");
    EXPECT_EQ(to_line("a\x1b[2Jb\x07\x7f", 64), "a?[2Jb??");
    EXPECT_EQ(to_line("one\ntwo\tthree\r", 64), "one two three ");
    EXPECT_EQ(to_line("\xc3\x28 \xc2\x9b \xe2\x80\xae \xe2\x81\xa7", 64), "?( ?? ??? ???");
    EXPECT_EQ(to_line(std::string("a\0b", 3), 64), "a?b");
    EXPECT_EQ(to_line("12345", 5), "12345");
    EXPECT_EQ(to_line("123456", 5), "12…");
    EXPECT_EQ(to_line("ääääää", 8), "ää…"); // no half letter
    for (const std::size_t longest : {0U, 1U, 2U, 3U, 7U})
        EXPECT_LE(to_line("öööö\n\n", longest).size(), longest);
}

} // namespace pic::net
