// What a person is asked at a terminal.
#include "app/picctl/terminal.hpp"

#include <gtest/gtest.h>
#include <iostream>
#include <sstream>

#include "net/name.hpp"

namespace pic::picctl {

namespace {

// Standard input and output, as long as it lives.
class Typed {
  public:
    explicit Typed(const std::string& text) :
        in_(text), before_in_(std::cin.rdbuf(in_.rdbuf())),
        before_out_(std::cout.rdbuf(out_.rdbuf())) {}
    ~Typed() {
        std::cin.rdbuf(before_in_);
        std::cin.clear();
        std::cout.rdbuf(before_out_);
    }
    Typed(const Typed&) = delete;
    Typed& operator=(const Typed&) = delete;
    std::string shown() const { return out_.str(); }

  private:
    std::istringstream in_;
    std::ostringstream out_;
    std::streambuf *before_in_, *before_out_;
};

Status is_label(const std::string& text) {
    return net::parse_label(text).map([](const auto&) {});
}

} // namespace

TEST(Terminal, AsksAgainAndSaysWhy) {
    const Typed typed("my home\nhome\n");
    EXPECT_EQ(*ask_until("Name", "nest", is_label), "home");
    EXPECT_NE(typed.shown().find("this is not a name for DNS"), std::string::npos);
    const auto first = typed.shown().find("Name [nest]: ");
    EXPECT_NE(typed.shown().find("Name [nest]: ", first + 1), std::string::npos);
}

TEST(Terminal, TakesWhatIsProposedForAnEmptyLine) {
    const Typed typed("\n");
    EXPECT_EQ(*ask_until("Name", "nest", is_label), "nest");
}

TEST(Terminal, EndsWhereNobodyAnswers) {
    const Typed typed("my home\n");
    EXPECT_FALSE(ask_until("Name", "nest", is_label));
}

} // namespace pic::picctl
