#include "app/picctl/command_line.hpp"

#include <gmock/gmock.h>

#include "app/operations.hpp"
#include "app/picctl/print.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;
using testing::HasSubstr;

Result<json::object> input_of(std::initializer_list<std::string_view> words) {
    return parse({words.begin(), words.size()}, app::operations()).map([](const Command& command) {
        return command.input;
    });
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

TEST(CommandLine, OutputIsForWhatHandsOutAFile) {
    for (const auto& operation : app::operations()) {
        const auto noun = spelled(operation.noun()), verb = spelled(operation.verb());
        std::vector<std::string_view> words = {noun, verb, "--output", "there"};
        if (operation.noun() == cell_noun) words.erase(words.begin());
        const auto command = parse(words, app::operations());
        EXPECT_EQ(command.has_value(), operation.hands_out_file()) << operation.name;
        EXPECT_EQ(help(operation).find("--output") != std::string::npos, command.has_value())
            << operation.name;
        if (!command) {
            EXPECT_THAT(command.error().detail, HasSubstr("hands out no file"));
        }
    }
}

} // namespace

} // namespace pic::picctl
