#include "base/error.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string_view>

namespace pic {

TEST(Error, WithinTurnsTheDetailIntoACause) {
    const Error error = Error{Code::conflict, "10.0.0.0/20 is in use"}.within("set-up failed");
    EXPECT_EQ(error.detail, "set-up failed");
    EXPECT_EQ(error.causes, std::vector<std::string>{"10.0.0.0/20 is in use"});
    EXPECT_EQ(error.code, Code::conflict);
}

TEST(Error, AtPrefixesTheField) {
    const Error error = Error{Code::invalid, "no", "/port"}.at("/wireguard");
    EXPECT_EQ(error.field, "/wireguard/port");
}

TEST(Error, EveryCodeHasItsOwnNames) {
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(Code::unreachable); ++i) {
        const auto code = static_cast<Code>(i);
        EXPECT_TRUE(names.insert(info(code).name).second) << info(code).name;
        EXPECT_EQ(find_dbus_code(info(code).dbus_name)->code, code);
    }
}

} // namespace pic
