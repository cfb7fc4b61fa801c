// Which right each operation of the table takes over D-Bus: what an administrator grants a helper
// by a rule for polkit must not lead further than it says.
#include <gmock/gmock.h>

#include "app/operations.hpp"

namespace pic::app {

namespace {

using control::Right;
using testing::UnorderedElementsAre;

std::vector<std::string> with(Right right) {
    std::vector<std::string> names;
    for (const auto& operation : operations())
        if (!operation.own_session && operation.right == right) names.emplace_back(operation.name);
    return names;
}

} // namespace

// An account has all of the cell over REST, so to make one is as good as to read the keys.
TEST(Rights, KeysAndAccountsTakeSecrets) {
    EXPECT_THAT(with(Right::secrets),
                UnorderedElementsAre("peer.issue", "peer.config", "user.add", "user.update",
                                     "user.remove", "user.reset_password"));
}

// The owner of a device may have its file and its kept key over REST.
TEST(Rights, ToGiveADeviceToSomebodyTakesSecrets) {
    const auto table = operations();
    const auto update = std::ranges::find(table, "peer.update", &control::Operation::name);
    ASSERT_NE(update, table.end());
    control::Call call;
    call.input = {{"id", "laptop"}, {"note", "blue"}};
    EXPECT_EQ(right_of(*update, call), Right::manage);
    call.input["owner"] = nullptr; // whatever it is
    EXPECT_EQ(right_of(*update, call), Right::secrets);
}

// A guard on a field that nobody can give would guard nothing.
TEST(Rights, WhatIsGuardedIsAnInput) {
    for (const auto& operation : operations()) {
        if (operation.guarded.empty()) continue;
        const auto schema = operation.input();
        EXPECT_TRUE(schema.at("properties").as_object().contains(operation.guarded));
    }
}

TEST(Rights, SettingUpTakesARightOfItsOwn) {
    EXPECT_THAT(with(Right::setup), UnorderedElementsAre("cell.setup", "cell.setup_code"));
}

TEST(Rights, WhatNeedsOnlyReadChangesNothing) {
    for (const auto& operation : operations())
        if (!operation.own_session && operation.right == Right::read) {
            EXPECT_FALSE(operation.decides()) << operation.name;
        }
}

} // namespace pic::app
