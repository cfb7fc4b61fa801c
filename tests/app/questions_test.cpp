// What a command reads from a terminal, at a real one.
#include "app/picctl/questions.hpp"

#include <gmock/gmock.h>

#include "app/at_terminal.hpp"
#include "app/operations.hpp"

namespace pic::picctl {

namespace {

using testing::HasSubstr;
using testing::Not;

} // namespace

TEST(Questions, ASecretThatIsTypedForStandardInputIsAskedForAndNotShown) {
    AtTerminal picctl([] {
        const std::string_view words[] = {"user", "reset-password", "anna", "--password-stdin"};
        const auto command = parse(words, app::operations(), Time());
        if (!command) return false;
        const auto input = complete(*command);
        return input && input->at("password") == "plenty of owls here";
    });
    picctl.answer("Password: ", "plenty of owls here");
    EXPECT_TRUE(picctl.ended_well()) << picctl.shown();
    EXPECT_THAT(picctl.shown(), HasSubstr("Password: "));
    EXPECT_THAT(picctl.shown(), Not(HasSubstr("owls")));
}

} // namespace pic::picctl
