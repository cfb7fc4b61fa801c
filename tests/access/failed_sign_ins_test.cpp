#include "access/failed_sign_ins.hpp"

#include <gtest/gtest.h>

namespace pic::access {

namespace {

using std::chrono::seconds;

struct Failures : testing::Test {
    FailedSignIns failed;
    FailedSignIns::Instant now{seconds(1000)};
    int written = 0;

    void note(const std::string& address, const std::string& name = "anna", bool held_up = false) {
        written += failed.note({"auth.login", address, name, held_up}, now);
    }
    void let_a_minute_pass() {
        now += seconds(60);
        written += static_cast<int>(failed.due(now).size());
    }
};

} // namespace

TEST_F(Failures, OfOneAddressAreOneEntryAMinute) {
    for (int minute = 0; minute < 10; ++minute) {
        for (int i = 0; i < 100; ++i)
            note("192.0.2.1");
        let_a_minute_pass();
    }
    EXPECT_EQ(written, 11); // the first at once, then one for each minute
}

TEST_F(Failures, SayWhoWasTriedAndHowOften) {
    note("192.0.2.1");
    note("192.0.2.1", "paul");
    note("192.0.2.1", "");
    note("192.0.2.1", "anna", true);
    const auto counts = failed.due(now + seconds(60));
    ASSERT_EQ(counts.size(), 1U);
    EXPECT_EQ(counts[0].address, "192.0.2.1");
    EXPECT_EQ(target_of(counts[0]), "anna, paul");
    EXPECT_EQ(result_of(counts[0]), "2 wrong and 1 held up within a minute");
}

TEST_F(Failures, AnAddressThatGivesUpIsForgotten) {
    note("192.0.2.1");
    let_a_minute_pass();
    note("192.0.2.1");
    EXPECT_EQ(written, 2);
}

TEST_F(Failures, OfManyAddressesShareAnEntry) {
    for (int i = 0; i < 1000; ++i)
        note("198.51.100." + std::to_string(i));
    EXPECT_EQ(written, 17);
    const auto counts = failed.due(now + seconds(60));
    ASSERT_EQ(counts.size(), 1U);
    EXPECT_EQ(counts[0].wrong, 983U);
    EXPECT_EQ(result_of(counts[0]), "983 wrong within a minute, from many addresses");
}

TEST_F(Failures, OfASetUpCodeAreNoSignIns) {
    note("192.0.2.1");
    for (int i = 0; i < 3; ++i)
        written += failed.note({"cell.setup", "192.0.2.1", "set-up", false}, now);
    EXPECT_EQ(written, 2) << "the first of each";
    const auto counts = failed.due(now + seconds(60));
    ASSERT_EQ(counts.size(), 1U);
    EXPECT_EQ(counts[0].action, "cell.setup");
    EXPECT_EQ(target_of(counts[0]), "set-up");
    EXPECT_EQ(result_of(counts[0]), "2 wrong within a minute");
}

TEST_F(Failures, AreNotLostAtTheEnd) {
    note("192.0.2.1");
    note("192.0.2.1");
    ASSERT_EQ(failed.all().size(), 1U);
    EXPECT_TRUE(failed.all().empty());
}

} // namespace pic::access
