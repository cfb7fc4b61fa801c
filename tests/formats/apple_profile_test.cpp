#include "formats/apple_profile.hpp"

#include <gtest/gtest.h>
#include <vector>

#include "formats/golden.hpp"

namespace pic::formats {

TEST(AppleProfile, CarriesTheRoot) {
    const std::vector<std::uint8_t> der{0x30, 0x03, 0x02, 0x01, 0x2a};
    expect_golden("apple-root.mobileconfig", apple_profile("home", der));
}

TEST(AppleProfile, AnotherRootIsAnotherProfile) {
    const std::vector<std::uint8_t> one{1}, two{2};
    EXPECT_NE(apple_profile("home", one), apple_profile("home", two));
}

TEST(AppleProfile, TheNameCannotLeaveItsElement) {
    const std::vector<std::uint8_t> der{1};
    EXPECT_EQ(apple_profile("a</string><b>&", der).find("a</string>"), std::string::npos);
}

} // namespace pic::formats
