#include "net/name.hpp"

#include <gtest/gtest.h>

#include "net/host_port.hpp"
#include "net/wg_key.hpp"

namespace pic::net {

TEST(Label, FoldsCaseAndRefusesWhatDnsRefuses) {
    EXPECT_EQ(*parse_label("My-Phone"), "my-phone");
    for (const auto* bad : {"", "-a", "a-", "a.b", "a_b", "ä", "a b", "a\n"})
        EXPECT_FALSE(parse_label(bad)) << bad;
    EXPECT_TRUE(parse_label(std::string(63, 'a')));
    EXPECT_FALSE(parse_label(std::string(64, 'a')));
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

TEST(HostPort, TakesNamesAndBothFamilies) {
    EXPECT_EQ(HostPort::parse("[2001:db8::7]:51820")->text(), "[2001:db8::7]:51820");
    EXPECT_EQ(HostPort::parse("2001:db8::7")->or_port(51820).text(), "[2001:db8::7]:51820");
    EXPECT_EQ(HostPort::parse("Home.Example.org:443")->or_port(51820).text(),
              "home.example.org:443");
    for (const auto* bad : {"", "a:0", "a:65536", "a:x", "a:", ":1", "[::1", "[::1]:", "[::1]1",
                            "a b:1", "10.0.0.999:1"})
        EXPECT_FALSE(HostPort::parse(bad)) << bad;
}

TEST(HostPort, LeavesAPortThatWasNotSaidUnsaid) {
    for (const auto* text : {"home.example.org", "192.0.2.7", "2001:db8::7"}) {
        const auto parsed = HostPort::parse(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(parsed->port, 0) << text;
        EXPECT_EQ(parsed->text(), text);
    }
    EXPECT_EQ(HostPort::parse("[2001:db8::7]")->text(), "2001:db8::7");
}

TEST(WgKey, DerivesThePublicKeyOfRfc7748) {
    const auto alice = parse_secret_key("dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo=");
    ASSERT_TRUE(alice);
    EXPECT_EQ(public_key(*alice)->text(), "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=");
}

TEST(WgKey, RefusesOtherLengthsAndAlphabets) {
    for (const auto* bad : {"", "AAAA", "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo",
                            "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo=",
                            "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmp="})
        EXPECT_FALSE(WgKey::parse(bad)) << bad;
}

} // namespace pic::net
