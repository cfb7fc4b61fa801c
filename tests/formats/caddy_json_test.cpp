#include "formats/caddy_json.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "formats/golden.hpp"

namespace pic::formats {

namespace {

namespace json = boost::json;

CaddyConf home() {
    CaddyConf conf;
    conf.own_ranges = {*net::Prefix::parse("10.9.0.0/20"), *net::Prefix::parse("fd0a:9::/64")};
    conf.certificate = "AB:CD";
    return conf;
}

json::value server(const CaddyConf& conf, const char* name) {
    return json::parse(caddy_json(conf)).at("apps").at("http").at("servers").at(name);
}

} // namespace

TEST(CaddyJson, OfACell) {
    expect_golden("caddy.json", caddy_json(home()));
}

TEST(CaddyJson, BothServersShutOutPublicSources) {
    for (const auto* name : {"https", "http"}) {
        const auto first = server(home(), name).at("routes").at(0);
        const auto& ranges =
            first.at("match").at(0).at("not").at(0).at("remote_ip").at("ranges").as_array();
        EXPECT_EQ(ranges.back(), "fd0a:9::/64");
        EXPECT_EQ(std::ranges::count(ranges, json::value("0.0.0.0/0")), 0);
        EXPECT_TRUE(first.at("handle").at(0).at("abort").as_bool());
    }
}

TEST(CaddyJson, ThePublicSwitchOpensBothFamilies) {
    auto conf = home();
    conf.public_access = true;
    const auto match = server(conf, "https").at("tls_connection_policies").at(0).at("match");
    EXPECT_EQ(match.at("remote_ip").at("ranges"), (json::array{"0.0.0.0/0", "::/0"}));
}

TEST(CaddyJson, Port80SendsPeopleToThePortThatAnswers) {
    const auto target = [](const CaddyConf& conf) {
        const auto route = server(conf, "http").at("routes").at(1);
        return route.at("handle").at(0).at("headers").at("Location").at(0);
    };
    auto conf = home();
    EXPECT_EQ(target(conf), "https://{http.request.host}{http.request.uri}");
    conf.https_port = 8443;
    EXPECT_EQ(target(conf), "https://{http.request.host}:8443{http.request.uri}");
}

TEST(CaddyJson, ANewCertificateIsANewText) {
    auto conf = home();
    conf.certificate = "AB:CE";
    EXPECT_NE(caddy_json(conf), caddy_json(home()));
}

} // namespace pic::formats
