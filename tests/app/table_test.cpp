#include "app/picctl/table.hpp"

#include <gmock/gmock.h>

#include "app/picctl/fold.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

json::object device(const char* name, const char* blocked = "") {
    return {{"name", name},
            {"ipv4", "10.9.0.2"},
            {"ipv6", "fd12:3456:789a::2"},
            {"enabled", true},
            {"tunnel", "full"},
            {"connected_from", "198.51.100.77:51820"},
            {"last_handshake", "2026-11-25T12:00:00Z"},
            {"blocked", blocked}};
}

TEST(Table, AListOfTextsHasAColumn) {
    const json::array rows = {
        json::object{{"name", "nas"}, {"addresses", json::array{"10.0.0.9", "fd00::9"}}}};
    EXPECT_EQ(table("records", rows, 0), "NAME  ADDRESSES\nnas   10.0.0.9, fd00::9\n");
}

TEST(Table, IsInTheOrderOfItsNames) {
    const auto row = [](const char* name) { return json::object{{"name", name}}; };
    EXPECT_EQ(table("records", {row("nas"), row("disk"), row("tv")}, 0), "NAME\ndisk\nnas\ntv\n");
    const auto unnamed = [](int number) { return json::object{{"number", number}}; };
    EXPECT_EQ(table("things", {unnamed(2), unnamed(1)}, 0), "NUMBER\n2\n1\n");
}

TEST(Table, ALetterOfAnyLanguageTakesOnePlace) {
    const json::array rows = {json::object{{"note", "für"}, {"of", "a"}},
                              json::object{{"note", "four"}, {"of", "b"}}};
    EXPECT_EQ(table("things", rows, 0), "NOTE  OF\nfür   a\nfour  b\n");
}

TEST(Table, OfPeersSaysWhichDoNotWork) {
    const auto state = [](bool enabled, bool expired, bool reissue) {
        return table(
            "peers",
            {json::object{{"enabled", enabled}, {"expired", expired}, {"reissue_needed", reissue}}},
            0);
    };
    EXPECT_THAT(state(true, true, true), HasSubstr("expired"));
    EXPECT_THAT(state(false, true, false), HasSubstr("disabled"));
    EXPECT_THAT(state(true, false, true), HasSubstr("re-issue"));
    EXPECT_THAT(state(true, false, false), HasSubstr("enabled"));
}

TEST(Table, HasAllColumnsWhereThereIsRoomOrNobodyLooks) {
    for (const std::size_t width : {0U, 200U}) {
        const auto text = table("peers", {device("phone")}, width);
        EXPECT_THAT(text, HasSubstr("IPV6"));
        EXPECT_THAT(text, HasSubstr("BLOCKED"));
        EXPECT_THAT(text, Not(HasSubstr("Left out")));
    }
}

TEST(Table, LeavesOutWhatIsNeededLeast) {
    EXPECT_EQ(table("peers", {device("phone")}, 80),
              "NAME   IPV4      STATE    TUNNEL  CONNECTED FROM       LAST HANDSHAKE\n"
              "phone  10.9.0.2  enabled  full    198.51.100.77:51820  2026-11-25T12:00:00Z\n"
              "Left out for lack of room: IPV6; --json has all.\n");
}

TEST(Table, FoldsTheSentencesOfItsLastColumn) {
    const auto text = table("peers",
                            {device("phone", "ufw drops what comes for UDP port 51820, so that the "
                                             "device cannot connect"),
                             device("laptop")},
                            80);
    EXPECT_THAT(text, HasSubstr("\nlaptop  10.9.0.2  enabled  2026-11-25T12:00:00Z  -\n"));
    EXPECT_THAT(text, HasSubstr("  ufw drops what comes for UDP\n"));
    EXPECT_THAT(text, HasSubstr("\n" + std::string(49, ' ') + "port 51820"));
}

TEST(Table, WithoutRoomForColumnsARowIsLinesAndNothingIsLeftOut) {
    const json::array rows = {json::object{{"unit", "pic-dns.service"},
                                           {"health", "failed"},
                                           {"state", "failed"},
                                           {"restarts", 2},
                                           {"message", "it does not find its file"}},
                              json::object{{"unit", "pic-ntp.service"}, {"health", "good"}}};
    EXPECT_EQ(table("units", rows, 30), "UNIT      pic-dns.service\n"
                                        "HEALTH    failed\n"
                                        "STATE     failed\n"
                                        "RESTARTS  2\n"
                                        "MESSAGE   it does not find its\n"
                                        "          file\n"
                                        "\n"
                                        "UNIT    pic-ntp.service\n"
                                        "HEALTH  good\n");
    EXPECT_THAT(table("units", rows, 20),
                HasSubstr("RESTARTS  2\nMESSAGE   it does\n          not find\n"));
    EXPECT_THAT(table("units", rows, 18), HasSubstr("MESSAGE  it does\n  not find its\n  file\n"));
}

// As of "dns show": its list must not hide what else there is.
TEST(Views, OnlyWhatIsAListAndNoMoreIsPrintedAsATable) {
    const json::array rows = {json::object{{"address", "192.0.2.53"}}};
    EXPECT_NE(only_list({{"peers", rows}, {"next", ""}, {"total", 1}}), nullptr);
    EXPECT_EQ(only_list({{"upstreams", rows}, {"lan", true}}), nullptr);
    EXPECT_EQ(only_list({{"servers", json::array()}, {"pool", "pool.example"}}), nullptr);
}

} // namespace

TEST(Folded, BreaksBetweenWordsAndNeverWithinOne) {
    EXPECT_EQ(folded("one two three", 8), "one two\nthree");
    EXPECT_EQ(folded("one two three", 7, 2), "one two\n  three");
    EXPECT_EQ(folded("a-very-long-word b", 4), "a-very-long-word\nb");
    EXPECT_EQ(folded("  two  columns", 9, 4), "  two\n    columns");
    EXPECT_EQ(folded("one two three", 0), "one two three");
    EXPECT_EQ(folded("für ünd äh", 10), "für ünd äh");
    EXPECT_EQ(folded("", 8), "");
}

} // namespace pic::picctl
