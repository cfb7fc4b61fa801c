#include "base/error.hpp"

#include <gtest/gtest.h>

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
    for (int i = 0; i <= static_cast<int>(Code::unreachable); ++i) {
        const auto code = static_cast<Code>(i);
        EXPECT_FALSE(info(code).name.empty());
        EXPECT_EQ(find_dbus_code(info(code).dbus_name)->code, code);
    }
}

} // namespace pic
