#include "http/cookie.hpp"

#include <gtest/gtest.h>

namespace pic::http {

TEST(Cookie, IsFoundAmongOthers) {
    EXPECT_EQ(find_cookie("a=1; pic_session=x.y; b=2", "pic_session"), "x.y");
    EXPECT_EQ(find_cookie("pic_session=a=b", "pic_session"), "a=b");
    EXPECT_EQ(find_cookie(" pic_session = x ;", "pic_session"), "x");
    EXPECT_EQ(find_cookie("my_pic_session=x; pic_session2=y", "pic_session"), std::nullopt);
    EXPECT_EQ(find_cookie("pic_session", "pic_session"), std::nullopt);
    EXPECT_EQ(find_cookie("", "pic_session"), std::nullopt);
}

TEST(Cookie, TwoOfOneNameAreNone) {
    EXPECT_EQ(find_cookie("pic_session=x; pic_session=y", "pic_session"), std::nullopt);
}

TEST(Cookie, OverTlsItBelongsToThisHostAlone) {
    EXPECT_EQ(set_cookie("pic_session", "x", true, Readable::by_nobody, std::chrono::seconds(60)),
              "__Host-pic_session=x; Path=/; SameSite=Strict; Max-Age=60; Secure; HttpOnly");
    EXPECT_EQ(set_cookie("pic_csrf", "x", true, Readable::by_scripts, std::chrono::seconds(60)),
              "__Host-pic_csrf=x; Path=/; SameSite=Strict; Max-Age=60; Secure");
}

TEST(Cookie, InClearTextItHasThePlainName) {
    EXPECT_EQ(set_cookie("pic_session", "x", false, Readable::by_nobody, std::chrono::seconds(60)),
              "pic_session=x; Path=/; SameSite=Strict; Max-Age=60; HttpOnly");
}

TEST(Cookie, IsTakenBack) {
    EXPECT_EQ(set_cookie("pic_session", "", true, Readable::by_nobody, {}),
              "__Host-pic_session=; Path=/; SameSite=Strict; Max-Age=0; Secure; HttpOnly");
}

} // namespace pic::http
