// The time zone after set-up.
#include <gtest/gtest.h>

#include "fakes/cell.hpp"

namespace pic::cell {

namespace {

struct SetTimeZone : testing::Test {
    SetTimeZone() {
        cell.set_up();
        cell.files.content["/usr/share/zoneinfo/tzdata.zi"] = "Z Europe/Berlin 0:53:28 - LMT 1893";
    }
    const model::Cell& stored() const { return cell.view().cell.value; }

    fakes::Cell cell;
};

} // namespace

TEST_F(SetTimeZone, ItsTimeZoneCanBeChanged) {
    const auto changed = cell.submit("cell.set_time_zone", {{"time_zone", "Europe/Berlin"}});
    ASSERT_TRUE(changed) << changed.error().text();
    EXPECT_EQ(stored().time_zone, "Europe/Berlin");
    EXPECT_EQ(stored().name, "home");
    EXPECT_EQ(cell.submit("cell.status")->body.at("time_zone").as_string(), "Europe/Berlin");
    EXPECT_EQ(cell.audit().front().entry.action, "cell.set_time_zone");
}

TEST_F(SetTimeZone, WhatCannotBeIsRefusedByItsField) {
    const auto before = stored();
    EXPECT_EQ(cell.submit("cell.set_time_zone", {{"time_zone", "Europe/Atlantis"}}).error().field,
              "/time_zone");
    EXPECT_EQ(cell.submit("cell.set_time_zone").error().field, "/time_zone");
    EXPECT_EQ(stored(), before);
}

TEST_F(SetTimeZone, NobodyElsesChangeIsOverwritten) {
    control::Call call;
    call.caller = fakes::admin();
    call.input = {{"time_zone", "Europe/Berlin"}};
    call.if_match = cell.view().cell.generation + 1;
    EXPECT_EQ(cell.submit("cell.set_time_zone", call).error().code, Code::precondition);
}

TEST_F(SetTimeZone, AChangeCanBeTriedOut) {
    control::Call call;
    call.caller = fakes::admin();
    call.input = {{"time_zone", "Europe/Berlin"}};
    call.dry_run = true;
    const auto before = stored();
    ASSERT_TRUE(cell.submit("cell.set_time_zone", call));
    EXPECT_EQ(stored(), before);
}

} // namespace pic::cell
