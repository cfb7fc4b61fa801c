#include "http/source.hpp"

#include <gtest/gtest.h>

namespace pic::http {

namespace {

Request passed_on(Client client, const std::string& address, const std::string& scheme) {
    return {"GET", "/", {{"x-forwarded-for", address}, {"x-forwarded-proto", scheme}}, {}, client};
}

} // namespace

TEST(Source, IsWhatPicWebSays) {
    const auto source = source_of(passed_on({{}, true}, "10.9.0.5", "https")).value();
    EXPECT_EQ(source.address, "10.9.0.5");
    EXPECT_TRUE(source.tls);
    EXPECT_TRUE(source.confidential);
    EXPECT_FALSE(source_of(passed_on({{}, true}, "10.9.0.5", "http"))->confidential);
}

TEST(Source, IsTheLastOfTheList) {
    EXPECT_EQ(source_of(passed_on({{}, true}, "127.0.0.1, 10.9.0.5", "https"))->address,
              "10.9.0.5");
    EXPECT_EQ(source_of(passed_on({{}, true}, "fe80::1%eth0", "https"))->address, "fe80::1");
}

TEST(Source, PicWebMustSayIt) {
    for (const auto* bad : {"", "unknown", "10.9.0.5:1234", "10.9.0.5,"})
        EXPECT_FALSE(source_of(passed_on({{}, true}, bad, "https"))) << bad;
}

TEST(Source, NobodyElseIsBelieved) {
    const auto loopback = source_of(passed_on({"127.0.0.1", false}, "10.9.0.5", "https")).value();
    EXPECT_EQ(loopback.address, "127.0.0.1");
    EXPECT_FALSE(loopback.tls);
    EXPECT_TRUE(loopback.confidential);
    EXPECT_EQ(source_of(passed_on({{}, false}, "10.9.0.5", "https"))->address, "");
    EXPECT_TRUE(source_of(passed_on({"::1", false}, "10.9.0.5", "https"))->confidential);
    EXPECT_FALSE(source_of(passed_on({"127.example", false}, "127.0.0.1", "http"))->confidential);
    EXPECT_FALSE(source_of(passed_on({"192.0.2.9", false}, "127.0.0.1", "https"))->confidential);
}

} // namespace pic::http
