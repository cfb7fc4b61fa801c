#include <gtest/gtest.h>

#include <ostream>

#include "base/secret.hpp"

namespace pic {

namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};

} // namespace

TEST(Secret, TurnsIntoNoStringByAccident) {
    static_assert(!Printable<Secret>);
    static_assert(!std::is_convertible_v<Secret, std::string>);
    static_assert(!std::is_convertible_v<Secret, std::string_view>);
    static_assert(!std::is_convertible_v<std::string_view, Secret>);
    EXPECT_EQ(Secret(std::string_view("hidden")).reveal(), "hidden");
}

TEST(Secret, IsEqualByContentAlone) {
    EXPECT_EQ(Secret(std::string_view("one")), Secret(std::string_view("one")));
    EXPECT_NE(Secret(std::string_view("one")), Secret(std::string_view("two")));
    EXPECT_NE(Secret(std::string_view("one")), Secret(std::string_view("one more")));
    EXPECT_EQ(Secret(), Secret(std::string_view()));
}

TEST(Secret, IsWipedWhereItLayWhenItIsReplaced) {
    const Secret copy(std::string_view("x"));
    Secret kept(std::string_view("0123456789abcdef"));
    const auto* before = kept.reveal().data();
    kept = copy; // by copy: into the same place
    EXPECT_EQ(kept.reveal().data(), before);
    EXPECT_EQ(std::string_view(before + 1, 15),
              std::string_view("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 15));
}

TEST(Secret, RandomOnesDiffer) {
    EXPECT_EQ(random_secret(32).size(), 32U);
    EXPECT_NE(random_secret(32), random_secret(32));
}

} // namespace pic
