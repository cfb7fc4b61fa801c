#include "app/picctl/command_line.hpp"

#include <cstdlib>
#include <gmock/gmock.h>
#include <sstream>

#include "app/operations.hpp"
#include "app/picctl/flags.hpp"
#include "app/picctl/help.hpp"
#include "codec/json.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;
using testing::HasSubstr;

const Time now = *parse_time("2026-11-25T12:00:00Z");

Result<json::object> input_of(std::initializer_list<std::string_view> words) {
    return parse({words.begin(), words.size()}, app::operations(), now)
        .map([](const Command& command) { return command.input; });
}

TEST(CommandLine, AnItemWithMembersIsWrittenInOneWord) {
    const auto input =
        input_of({"dns", "update", "--upstreams", "9.9.9.9@dns.quad9.net,192.168.1.1",
                  "--upstreams", "2620:fe::fe@dns.quad9.net"});
    ASSERT_TRUE(input) << input.error().text();
    const json::array wanted = {
        json::object{{"address", "9.9.9.9"}, {"tls_name", "dns.quad9.net"}},
        json::object{{"address", "192.168.1.1"}},
        json::object{{"address", "2620:fe::fe"}, {"tls_name", "dns.quad9.net"}}};
    EXPECT_EQ(input->at("upstreams"), wanted);
    const auto more = input_of({"dns", "update", "--upstreams", "9.9.9.9@dns.quad9.net@853"});
    ASSERT_FALSE(more);
    EXPECT_THAT(more.error().detail, HasSubstr("has no place for 853"));
}

// A note is whatever somebody writes.
TEST(CommandLine, NoneIsAnEmptyNameOfAHost) {
    const auto value = [](std::initializer_list<std::string_view> words, const char* field) {
        const auto input = input_of(words);
        return input ? input->at(field) : json::value(input.error().text());
    };
    EXPECT_EQ(value({"time", "update", "--pool", "none"}, "pool"), "");
    EXPECT_EQ(value({"record", "update", "nas", "--alias", "none"}, "alias"), "");
    EXPECT_EQ(value({"endpoint", "set", "--address", "none"}, "address"), json::value());
    EXPECT_EQ(value({"time", "update", "--pool", "pool.example"}, "pool"), "pool.example");
    EXPECT_EQ(value({"peer", "add", "phone", "--note", "none"}, "note"), "none");
    EXPECT_EQ(value({"peer", "add", "none"}, "name"), "none");
}

TEST(CommandLine, TheHelpOfWhatWasMeantIsTheRemedy) {
    const auto remedy = [](std::initializer_list<std::string_view> words) {
        const auto input = input_of(words);
        return input ? std::string() : input.error().remedy;
    };
    EXPECT_THAT(remedy({"peer", "add", "--nonsense"}), HasSubstr("picctl help peer add "));
    EXPECT_THAT(remedy({"setup-code", "x", "y"}), HasSubstr("picctl help setup-code "));
    EXPECT_THAT(remedy({"peer", "nonsense"}), HasSubstr("picctl help peer "));
    EXPECT_EQ(remedy({"nonsense", "add"}), "picctl help shows what there is");
}

// picctl's own options are taken where they do something, and nowhere else.
TEST(CommandLine, AnOptionIsTakenWhereHelpShowsIt) {
    for (const auto& operation : app::operations())
        for (const auto& flag : flags()) {
            const auto noun = spelled(operation.noun()), verb = spelled(operation.verb());
            const auto option = "--" + std::string(flag.name);
            std::vector<std::string_view> words = {noun, verb, option};
            if (flag.value != nullptr) words.emplace_back("there");
            if (operation.noun() == cell_noun) words.erase(words.begin());
            const auto command = parse(words, app::operations(), now);
            EXPECT_EQ(help(operation).find("  " + option) != std::string::npos, command.has_value())
                << operation.name << option;
        }
    EXPECT_TRUE(find_flag("check")->fits(
        *find_operation(std::array<std::string_view, 1>{"status"}, app::operations()).operation));
    EXPECT_FALSE(input_of({"peer", "list", "--check"}));
    EXPECT_FALSE(input_of({"peer", "list", "--dry-run"}));
    EXPECT_FALSE(input_of({"firewall", "open", "ufw", "--yes=no"}));
    EXPECT_FALSE(input_of({"peer", "add", "phone", "--output"}));
}

TEST(CommandLine, ATimeMayBeADateOrFromNow) {
    const auto expires = [](std::string_view text) {
        const auto input = input_of({"peer", "add", "phone", "--expires", text});
        return input ? std::string(input->at("expires").as_string()) : input.error().detail;
    };
    EXPECT_EQ(expires("+7d"), "2026-12-02T12:00:00Z");
    EXPECT_EQ(expires("-2h"), "2026-11-25T10:00:00Z");
    EXPECT_EQ(expires("2026-12-31T18:00:00Z"), "2026-12-31T18:00:00Z");
    ::setenv("TZ", "Europe/Berlin", 1);
    EXPECT_EQ(expires("2026-12-31"), "2026-12-30T23:00:00Z");
    EXPECT_EQ(expires("2026-12-31 18:00:00"), "2026-12-31T17:00:00Z");
    ::setenv("TZ", "UTC", 1);
    EXPECT_EQ(expires("2026-12-31"), "2026-12-31T00:00:00Z");
    ::unsetenv("TZ");
    EXPECT_EQ(expires("+2w"), "2026-12-09T12:00:00Z");
    EXPECT_EQ(expires("+30m"), "2026-11-25T12:30:00Z");
    for (const auto* none : {"2026-02-30", "2026-02-30 10:00:00", "2026-02-20 x", "tomorrow", "+7",
                             "+d", "7d", "+-7d", "+99999999999d"})
        EXPECT_THAT(expires(none), HasSubstr("--expires takes a time")) << none;
}

TEST(CommandLine, HelpSaysWhatAFieldIsAndWhatItIsWithoutAnOption) {
    const auto text =
        help(*find_operation(std::array<std::string_view, 2>{"peer", "add"}, app::operations())
                  .operation);
    EXPECT_THAT(text, HasSubstr("usage: picctl peer add NAME"));
    EXPECT_THAT(text, HasSubstr("--tunnel full|split"));
    EXPECT_THAT(text, HasSubstr("(full)"));
    EXPECT_THAT(text, HasSubstr("--[no-]internet"));
    EXPECT_THAT(text, HasSubstr("\nA time is 2026-12-31 (the beginning of that day"));
    EXPECT_THAT(help(app::operations(), "peer"), HasSubstr("peer issue"));
    EXPECT_EQ(help(app::operations(), "nonsense"), "");
}

TEST(CommandLine, HelpIsAskedForInAShortWayToo) {
    for (const auto* word : {"-h", "--help"}) {
        const std::vector<std::string_view> words = {"peer", "add", "phone", word};
        const auto command = parse(words, app::operations(), now);
        ASSERT_TRUE(command) << word;
        EXPECT_TRUE(command->help) << word;
        EXPECT_TRUE(asks_for_help(word));
    }
    const auto value = input_of({"peer", "add", "phone", "--note", "-h"});
    ASSERT_TRUE(value);
    EXPECT_EQ(value->at("note"), "-h");
}

TEST(CommandLine, WhatFollowsTwoHyphensIsNoOption) {
    const auto input = input_of({"peer", "add", "--note", "a", "--", "--help"});
    ASSERT_TRUE(input);
    EXPECT_EQ(input->at("name"), "--help");
    EXPECT_FALSE(input_of({"peer", "add", "phone", "--", "--note"})) << "one word too many";
}

TEST(CommandLine, HelpFitsIntoEightyColumns) {
    const auto check = [](const std::string& text) {
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);)
            EXPECT_LE(line.size(), 80U) << line;
    };
    check(help(app::operations()));
    for (const auto& operation : app::operations()) {
        check(help(operation));
        check(help(app::operations(), operation.noun()));
    }
}

// A script's variable that is not set would else print the key.
TEST(CommandLine, AnEmptyNameOfAFileIsNone) {
    EXPECT_FALSE(input_of({"peer", "add", "phone", "--output", ""}));
    EXPECT_FALSE(input_of({"peer", "add", "phone", "--output="}));
}

TEST(CommandLine, AnOptionBeforeTheCommandIsToldWhereItBelongs) {
    const auto input = input_of({"--json", "peer", "list"});
    ASSERT_FALSE(input);
    EXPECT_THAT(input.error().remedy, HasSubstr("picctl peer list --json"));
}

// Of the cell's kind and in its words, whichever of the two says so.
TEST(CommandLine, ANumberThatNoFieldHoldsIsRefusedAsTheCellRefusesOne) {
    const auto large = input_of({"wireguard", "update", "--port", "99999999999999999999"});
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error(), codec::out_of_range(0, 65535).at("/port"));
    EXPECT_FALSE(input_of({"wireguard", "update", "--port", "-99999999999999999999"}));
    for (const auto* cells : {"-1", "65536"})
        EXPECT_TRUE(input_of({"wireguard", "update", "--port", cells})) << cells;
    const auto word = input_of({"wireguard", "update", "--port", "many"});
    ASSERT_FALSE(word);
    EXPECT_EQ(word.error().code, Code::malformed);
    for (const auto& operation : app::operations())
        for (const auto& field : fields_of(operation)) {
            if (type_of(field.schema) != "integer") continue;
            const auto most = field.schema.at("maximum").to_number<std::uint64_t>();
            EXPECT_LE(most, static_cast<std::uint64_t>(INT64_MAX))
                << operation.name << ": a command line reads no more than this";
        }
}

// A field that nobody explains is one that nobody finds.
TEST(CommandLine, EveryFieldOfAnInputIsExplained) {
    for (const auto& operation : app::operations()) {
        if (operation.own_session) continue;
        for (const auto& field : fields_of(operation))
            EXPECT_TRUE(field.schema.contains("description"))
                << operation.name << ": " << field.path.back();
    }
}

} // namespace

} // namespace pic::picctl
