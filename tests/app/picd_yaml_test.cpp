// etc/picd.yaml shows every setting with its default, and the manual page tells of each: held
// against the struct that is filled from the file.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>

#include "codec/json.hpp"
#include "codec/yaml.hpp"
#include "control/settings_fields.hpp"

namespace pic::control {

namespace {

namespace json = boost::json;

const std::filesystem::path top = std::filesystem::path(PIC_GOLDEN).parent_path().parent_path();

std::string content(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

// "#key: value" and "#  key: value" are settings; prose has a space and a word after its "#".
std::string uncommented(const std::string& text) {
    return std::regex_replace(text, std::regex("(^|\n)#( *[a-z_]+:)"), "$1$2");
}

std::vector<std::string> names(const json::object& object) {
    std::vector<std::string> all;
    for (const auto& field : object) {
        all.emplace_back(field.key());
        if (!field.value().is_object()) continue;
        for (auto& name : names(field.value().as_object()))
            all.push_back(std::move(name));
    }
    return all;
}

} // namespace

TEST(PicdYaml, IsAllCommentsAsInstalled) {
    EXPECT_EQ(*codec::read_yaml(top / "etc/picd.yaml"), json::object());
}

TEST(PicdYaml, ShowsEverySettingWithItsDefault) {
    const auto shown = codec::parse_yaml(uncommented(content(top / "etc/picd.yaml")));
    ASSERT_TRUE(shown) << shown.error().text();
    EXPECT_EQ(*shown, codec::to_json(Settings{}));
    EXPECT_TRUE(codec::from_json<Settings>(*shown));
}

// The file as an administrator wrote it.
class Written : public testing::Test {
  protected:
    Result<Settings> load(const std::string& text) {
        const auto path = testing::TempDir() + "/picd.yaml";
        std::ofstream(path) << text;
        auto settings = Settings::load(path);
        std::filesystem::remove(path);
        return settings;
    }

    std::string refused(const std::string& text) {
        const auto settings = load(text);
        return settings ? "accepted" : settings.error().field;
    }
};

TEST_F(Written, ReplacesWhatItNames) {
    const auto settings = load("log_level: debug\nledger: {priority_base: 3000}\n");
    ASSERT_TRUE(settings) << settings.error().text();
    EXPECT_EQ(settings->log_level, log::Level::debug);
    EXPECT_EQ(settings->ledger.priority_base, 3000U);
    EXPECT_EQ(settings->ledger.table_base, Settings{}.ledger.table_base);
}

TEST_F(Written, ANumberThatWouldLetPeersPastTheRulesIsRefused) {
    EXPECT_EQ(refused("ledger: {priority_base: 31764}"), "accepted");
    EXPECT_EQ(refused("ledger: {priority_base: 31765}"), "/ledger/priority_base");
    EXPECT_EQ(refused("ledger: {priority_base: 4294967295}"), "/ledger/priority_base");
    EXPECT_EQ(refused("ledger: {priority_base: 0}"), "/ledger/priority_base");
    EXPECT_EQ(refused("ledger: {table_base: 200}"), "/ledger/table_base");
    EXPECT_EQ(refused("ledger: {table_base: 4294967200}"), "/ledger/table_base");
    EXPECT_EQ(refused("ledger: {cell_table: 254}"), "/ledger/cell_table");
    EXPECT_EQ(refused("ledger: {cell_table: 10001}"), "/ledger/cell_table");
}

TEST_F(Written, AWordThatIsNoneIsNamed) {
    EXPECT_EQ(refused("log_level: loud"), "/log_level");
    EXPECT_EQ(refused("slots: 12"), "/slots");
}

TEST(PicdYaml, TheManualPageTellsOfEachSettingAndNoOther) {
    const auto page = content(top / "man/picd.yaml.5");
    const std::regex item("\n\\.It Cm ([a-z_]+) :");
    std::vector<std::string> told;
    for (std::sregex_iterator found(page.begin(), page.end(), item), end; found != end; ++found)
        told.push_back((*found)[1]);
    auto expected = names(codec::to_json(Settings{}).as_object());
    std::ranges::sort(told);
    std::ranges::sort(expected);
    EXPECT_EQ(told, expected);
}

} // namespace pic::control
