#include "formats/caddy_json.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "formats/golden.hpp"

namespace pic::formats {

namespace {

namespace json = boost::json;

CaddyConf home() {
    CaddyConf conf;
    for (const auto* range :
         {"127.0.0.0/8", "::1/128", "169.254.0.0/16", "fe80::/10", "10.0.0.0/8", "172.16.0.0/12",
          "192.168.0.0/16", "fc00::/7", "10.9.0.0/20", "fd0a:9::/64"})
        conf.clients.push_back(*net::Prefix::parse(range));
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

TEST(CaddyJson, BothServersShutOutWhoIsNoClient) {
    auto conf = home();
    conf.clients = {*net::Prefix::parse("fd0a:9::/64")};
    const json::array clients{"fd0a:9::/64"};
    for (const auto* name : {"https", "http"}) {
        const auto first = server(conf, name).at("routes").at(0);
        EXPECT_EQ(first.at("match").at(0).at("not").at(0).at("remote_ip").at("ranges"), clients);
        EXPECT_TRUE(first.at("handle").at(0).at("abort").as_bool());
    }
    const auto match = server(conf, "https").at("tls_connection_policies").at(0).at("match");
    EXPECT_EQ(match.at("remote_ip").at("ranges"), clients);
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
