#include "app/picctl/say.hpp"

#include <gmock/gmock.h>
#include <sstream>

#include "app/at_terminal.hpp"

namespace pic::picctl {

namespace {

using testing::ElementsAre;
using testing::EndsWith;

std::vector<std::string> lines(std::string text) {
    std::erase(text, '\r');
    std::istringstream from(text);
    std::vector<std::string> result;
    for (std::string line; std::getline(from, line);)
        result.push_back(line);
    return result;
}

} // namespace

TEST(Say, ASentenceAndAnErrorFitTheTerminal) {
    AtTerminal picctl(
        [] {
            say(std::cout, "one two three four five six");
            say(Error{
                Code::invalid, "this is not right", "/owner", "say it once more", {"it is so"}});
            return true;
        },
        20);
    EXPECT_TRUE(picctl.ended_well());
    EXPECT_THAT(lines(picctl.shown()),
                ElementsAre("one two three four", "five six", "picctl: this is not",
                            "  right (owner)", "  because: it is so", "  what to do: say it",
                            "    once more"));
}

TEST(Say, AQuestionFitsTheTerminal) {
    AtTerminal picctl(
        [] {
            prompt(std::cout, "Do you want to go on");
            std::string answer;
            return static_cast<bool>(std::getline(std::cin, answer));
        },
        20);
    picctl.answer("Do you want to go\r\non: ", "yes");
    EXPECT_TRUE(picctl.ended_well());
    EXPECT_THAT(picctl.shown(), EndsWith("yes\r\n"));
}

} // namespace pic::picctl
