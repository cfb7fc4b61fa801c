#include "app/picctl/local_time.hpp"

#include <gtest/gtest.h>

#include "app/operations.hpp"
#include "app/picctl/fields.hpp"
#include "app/picctl/print.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;

class LocalTime : public testing::Test {
  protected:
    LocalTime() { ::setenv("TZ", "Europe/Berlin", 1); }
    ~LocalTime() override { ::unsetenv("TZ"); }

    static const control::Operation& operation(const char* noun, const char* verb) {
        return *find_operation(std::array<std::string_view, 2>{noun, verb}, app::operations())
                    .operation;
    }
};

TEST_F(LocalTime, IsThatOfTheZoneOfWhoReads) {
    EXPECT_EQ(local_time("2026-12-31T17:00:00Z"), "2026-12-31 18:00:00");
    EXPECT_EQ(local_time("2026-07-01T17:00:00Z"), "2026-07-01 19:00:00");
    EXPECT_EQ(local_time("never"), "never");
}

TEST_F(LocalTime, AFieldIsATimeBecauseItsSchemaSaysSo) {
    const auto text = print(
        operation("peer", "show"),
        {{"name", "phone"}, {"note", "2026-12-31T17:00:00Z"}, {"expires", "2026-12-31T17:00:00Z"}},
        Screen{});
    EXPECT_NE(text.find("expires      2026-12-31 18:00:00\n"), std::string::npos) << text;
    EXPECT_NE(text.find("note         2026-12-31T17:00:00Z\n"), std::string::npos) << text;
}

TEST_F(LocalTime, IsFoundInListsAndInWhatHasToBeConfirmed) {
    const json::object entry = {{"number", 1}, {"time", "2026-12-31T17:00:00Z"}};
    const auto entries =
        print(operation("audit", "list"), {{"entries", json::array{entry}}}, Screen{});
    EXPECT_NE(entries.find("2026-12-31 18:00:00"), std::string::npos) << entries;
    const json::object confirm = {{"id", "x"}, {"deadline", "2026-12-31T17:00:00Z"}};
    const auto change = print(operation("wireguard", "update"), {{"confirm", confirm}}, Screen{});
    EXPECT_NE(change.find("undone at 2026-12-31 18:00:00 unless"), std::string::npos) << change;
}

} // namespace

} // namespace pic::picctl
