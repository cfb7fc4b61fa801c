#include "firewall/command.hpp"

#include <chrono>
#include <gtest/gtest.h>

namespace pic::firewall {

using namespace std::chrono_literals;

TEST(Command, SaysHowItEndedAndWhatItSaid) {
    const auto ran = run({"/bin/sh", "-c", "echo one; echo two >&2; exit 3"});
    ASSERT_TRUE(ran) << ran.error().text();
    EXPECT_EQ(ran->status, 3);
    EXPECT_EQ(ran->output, "one\ntwo\n");
    EXPECT_EQ(run({"/bin/none"}).error().code, Code::not_found);
    EXPECT_EQ(must({"/bin/sh", "-c", "echo no; exit 4"}).error().causes,
              std::vector<std::string>{"no"});
}

TEST(Command, IsEndedWhenItTakesTooLongAlsoWhenItClosedItsOutput) {
    for (const auto* script : {"exec sleep 60", "exec >&- 2>&-; exec sleep 60"}) {
        const auto begun = std::chrono::steady_clock::now();
        const auto ran = run({"/bin/sh", "-c", script}, 200ms);
        ASSERT_FALSE(ran) << script;
        EXPECT_EQ(ran.error().code, Code::unavailable);
        EXPECT_EQ(ran.error().causes.front(), "it took too long");
        EXPECT_LT(std::chrono::steady_clock::now() - begun, 30s);
    }
}

} // namespace pic::firewall
