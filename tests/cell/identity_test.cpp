// The time zone after set-up; the name stays.
#include <gtest/gtest.h>

#include "fakes/cell.hpp"

namespace pic::cell {

namespace {

struct CellIdentity : testing::Test {
    CellIdentity() {
        cell.set_up();
        cell.files.content["/usr/share/zoneinfo/tzdata.zi"] = "Z Europe/Berlin 0:53:28 - LMT 1893";
    }
    const model::Cell& stored() const { return cell.view().cell.value; }

    fakes::Cell cell;
};

} // namespace

TEST_F(CellIdentity, ItsTimeZoneCanBeChanged) {
    const auto changed = cell.submit("cell.update", {{"time_zone", "Europe/Berlin"}});
    ASSERT_TRUE(changed) << changed.error().text();
    EXPECT_EQ(stored().time_zone, "Europe/Berlin");
    EXPECT_EQ(stored().name, "home");
    const auto shown = cell.submit("cell.show");
    EXPECT_EQ(shown->body, changed->body);
    EXPECT_EQ(shown->body.at("zone").as_string(), "home.cell");
    EXPECT_EQ(cell.submit("cell.status")->body.at("time_zone").as_string(), "Europe/Berlin");
    EXPECT_EQ(cell.audit().front().entry.action, "cell.update");
}

TEST_F(CellIdentity, WhatCannotBeIsRefusedByItsField) {
    const auto before = stored();
    EXPECT_EQ(cell.submit("cell.update", {{"time_zone", "Europe/Atlantis"}}).error().field,
              "/time_zone");
    EXPECT_EQ(cell.submit("cell.update").error().field, "/time_zone");
    EXPECT_EQ(cell.submit("cell.update", {{"time_zone", "Europe/Berlin"}, {"name", "away"}})
                  .error()
                  .field,
              "/name");
    EXPECT_EQ(stored(), before);
}

TEST_F(CellIdentity, NobodyElsesChangeIsOverwritten) {
    control::Call call;
    call.caller = fakes::admin();
    call.input = {{"time_zone", "Europe/Berlin"}};
    call.if_match = cell.submit("cell.show")->generation + 1;
    EXPECT_EQ(cell.submit("cell.update", call).error().code, Code::precondition);
}

TEST_F(CellIdentity, AChangeCanBeTriedOut) {
    control::Call call;
    call.caller = fakes::admin();
    call.input = {{"time_zone", "Europe/Berlin"}};
    call.dry_run = true;
    const auto before = stored();
    ASSERT_TRUE(cell.submit("cell.update", call));
    EXPECT_EQ(stored(), before);
}

} // namespace pic::cell
