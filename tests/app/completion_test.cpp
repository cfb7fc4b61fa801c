#include "app/picctl/completion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/operations.hpp"
#include "app/picctl/fields.hpp"

namespace pic::picctl {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> in_cell(const control::Operation& list, const std::string& field,
                                 std::string_view) {
    if (list.name == "peer.list" && field == "id") return {"laptop", "phone", "phone2"};
    if (list.name == "user.list" && field == "owner") return {"anna", "ben"};
    if (list.name == "unit.list" && field == "unit") return {"pic-dns.service"};
    return {};
}

std::vector<std::string> after(std::initializer_list<std::string_view> words) {
    return complete_word({words.begin(), words.size()}, app::operations(),
                         {in_cell, [] {
                              return std::vector<std::string>{"Asia/Tokyo", "UTC"};
                          }});
}

} // namespace

TEST(Completion, BeginsWithNounsAndTheCellsOwnVerbs) {
    EXPECT_THAT(after({""}), Contains("peer"));
    EXPECT_THAT(after({""}), Contains("setup-code"));
    EXPECT_THAT(after({""}), Not(Contains("cell")));
    EXPECT_THAT(after({"pee"}), ElementsAre("peer"));
    EXPECT_EQ(after({}), after({""}));
}

TEST(Completion, ProposesWhatIsNotRefused) {
    EXPECT_THAT(after({"firewall", "open", "ufw", "--"}), Contains("--yes"));
    EXPECT_THAT(after({"peer", "add", "phone", "--"}), Not(Contains("--yes")));
    for (const auto& operation : app::operations()) {
        if (operation.own_session) continue;
        const std::string noun(operation.noun()), verb = spelled(operation.verb());
        const auto words =
            operation.noun() == cell_noun ? after({verb, "--"}) : after({noun, verb, "--"});
        EXPECT_EQ(std::ranges::count(words, "--dry-run") == 1, operation.can_be_tried())
            << operation.name;
        EXPECT_EQ(std::ranges::count(words, "--output") == 1, operation.hands_out_file())
            << operation.name;
    }
}

TEST(Completion, ANounHasItsVerbs) {
    EXPECT_THAT(after({"record", ""}), ElementsAre("add", "list", "remove", "update"));
    EXPECT_THAT(after({"unit", "st"}), ElementsAre("start", "stop"));
    EXPECT_THAT(after({"nonsense", ""}), IsEmpty());
}

TEST(Completion, OptionsComeFromTheInputHoweverDeep) {
    const auto options = after({"peer", "add", "phone", "--"});
    EXPECT_THAT(options, Contains("--tunnel"));
    EXPECT_THAT(options, Contains("--no-internet")); // of "permissions"
    EXPECT_THAT(options, Contains("--dry-run"));
    EXPECT_THAT(after({"ca", "root", "--o"}), ElementsAre("--output"));
    EXPECT_THAT(after({"status", "--c"}), ElementsAre("--check"));
}

TEST(Completion, ASecretIsNeverProposedOnTheCommandLine) {
    EXPECT_THAT(after({"setup", "--pass"}), ElementsAre("--password-stdin"));
}

TEST(Completion, AChoiceHasItsValues) {
    EXPECT_THAT(after({"peer", "update", "phone", "--tunnel", ""}), ElementsAre("full", "split"));
    EXPECT_THAT(after({"peer", "update", "phone", "--note", ""}), IsEmpty());
    EXPECT_THAT(after({"time", "update", "--pool", ""}), ElementsAre("none"));
}

TEST(Completion, WhatExistsIsProposedByName) {
    EXPECT_THAT(after({"peer", "remove", "ph"}), ElementsAre("phone", "phone2"));
    EXPECT_THAT(after({"unit", "restart", ""}), ElementsAre("pic-dns.service"));
    EXPECT_THAT(after({"peer", "add", ""}), IsEmpty());
    EXPECT_THAT(after({"peer", "add", "phone", "--owner", "a"}), ElementsAre("anna"));
    EXPECT_THAT(after({"set-time-zone", "A"}), ElementsAre("Asia/Tokyo"));
    EXPECT_THAT(after({"setup", "--time-zone", "U"}), ElementsAre("UTC"));
}

TEST(Completion, HelpIsOfACommand) {
    EXPECT_THAT(after({"hel"}), ElementsAre("help"));
    EXPECT_THAT(after({"help", "pee"}), ElementsAre("peer"));
    EXPECT_THAT(after({"help", "help"}), IsEmpty());
    EXPECT_THAT(after({"help", "unit", "st"}), ElementsAre("start", "stop"));
    EXPECT_THAT(after({"help", "peer", "show", ""}), IsEmpty());
}

} // namespace pic::picctl
