#include "http/host.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace pic::http {

namespace {

class HostTest : public testing::Test {
  protected:
    bool ours(const std::string& host) { return is_ours(host, {view, observed, settings}); }
    void edit(const std::function<void(model::View&)>& change) {
        auto next = *view;
        change(next);
        view = std::make_shared<const model::View>(next);
    }

    HostTest() {
        control::Observed seen;
        seen.host.addresses = {{"eth0", *net::Address::parse("192.168.1.7"), 24},
                               {"eth0", *net::Address::parse("2001:db8::7"), 64}};
        seen.endpoint.public4 = *net::Address::parse("198.51.100.4");
        observed = std::make_shared<const control::Observed>(seen);
        edit([](model::View& fresh) {
            fresh.cell.value.name = "home";
            fresh.wireguard.value.ipv4 = *net::Prefix::parse("10.9.0.0/20");
            fresh.wireguard.value.ipv6 = *net::Prefix::parse("fd00:9::/64");
            fresh.endpoint.value.address = net::HostPort{"home.example.org", 51820};
        });
    }

    model::ViewPtr view = std::make_shared<const model::View>();
    control::ObservedPtr observed;
    std::shared_ptr<const control::Settings> settings = std::make_shared<control::Settings>();
};

Request from(std::vector<Field> fields) {
    return {"POST", "/", std::move(fields), {}, {}};
}

} // namespace

TEST_F(HostTest, KnowsItsNamesAndAddresses) {
    std::array<char, 256> name{};
    gethostname(name.data(), name.size() - 1);
    const std::string own(name.data());
    for (const auto& host :
         {std::string("home.cell"), std::string("home.local"),
          own.substr(0, own.find('.')) + ".local", std::string("localhost"),
          std::string("127.0.0.1"), std::string("::1"), std::string("192.168.1.7"),
          std::string("2001:db8::7"), std::string("10.9.0.1"), std::string("fd00:9::1")})
        EXPECT_TRUE(ours(host)) << host;
}

TEST_F(HostTest, RefusesNamesThatOthersMayPointHere) {
    for (const auto* host : {"evil.example", "home.cell.evil.example", "phone.home.cell", "cell",
                             "192.168.1.8", "10.9.0.2", "home.example.org", "198.51.100.4"})
        EXPECT_FALSE(ours(host)) << host;
}

TEST_F(HostTest, WithPublicAccessTheEndpointIsOursToo) {
    edit([](model::View& open) { open.web.value.public_access = true; });
    EXPECT_TRUE(ours("home.example.org"));
    EXPECT_TRUE(ours("198.51.100.4"));
    control::Settings forbidding;
    forbidding.forbid.public_access = true;
    settings = std::make_shared<const control::Settings>(forbidding);
    EXPECT_FALSE(ours("home.example.org"));
}

TEST_F(HostTest, BeforeSetUpThereIsNoCellName) {
    edit([](model::View& fresh) { fresh.cell.value.name.clear(); });
    EXPECT_FALSE(ours("home.cell"));
    EXPECT_FALSE(ours(".cell"));
    EXPECT_FALSE(ours("10.9.0.1"));
    EXPECT_TRUE(ours("192.168.1.7"));
}

TEST(Host, IsFoldedAndHasAPort) {
    EXPECT_EQ(parse_host("Home.Cell", true).value(), (net::HostPort{"home.cell", 443}));
    EXPECT_EQ(parse_host("home.cell:8443", true).value(), (net::HostPort{"home.cell", 8443}));
    EXPECT_EQ(parse_host("[::1]:8081", false).value(), (net::HostPort{"::1", 8081}));
    EXPECT_EQ(parse_host("127.0.0.1", false).value(), (net::HostPort{"127.0.0.1", 80}));
    for (const auto* bad :
         {"", "a b", "home.cell:x", "user@home.cell", "home.cell/", "a,b", "[::1"})
        EXPECT_FALSE(parse_host(bad, true)) << bad;
}

TEST(Origin, OfOurOwnPagesOrOfNoBrowser) {
    const net::HostPort host{"home.cell", 8443};
    EXPECT_TRUE(of_same_origin(from({}), host, true));
    EXPECT_TRUE(of_same_origin(from({{"origin", "https://home.cell:8443"}}), host, true));
    EXPECT_TRUE(of_same_origin(
        from({{"origin", "https://home.cell:8443"}, {"sec-fetch-site", "same-origin"}}), host,
        true));
    EXPECT_TRUE(of_same_origin(from({{"origin", "https://home.cell"}}), {"home.cell", 443}, true));
    EXPECT_TRUE(
        of_same_origin(from({{"origin", "http://localhost:9000"}}), {"localhost", 9000}, false));
}

TEST(Origin, OfOthersIsRefused) {
    const net::HostPort host{"home.cell", 8443};
    for (const auto* origin : {"https://evil.example", "https://home.cell", "https://home.cell:443",
                               "http://home.cell:8443", "null", "", "https://files.home.cell:8443",
                               "https://home.cell:8443@evil.example", "moz-extension://x"})
        EXPECT_FALSE(of_same_origin(from({{"origin", origin}}), host, true)) << origin;
    for (const auto* site : {"cross-site", "same-site", "", "anything"})
        EXPECT_FALSE(of_same_origin(
            from({{"origin", "https://home.cell:8443"}, {"sec-fetch-site", site}}), host, true))
            << site;
}

} // namespace pic::http
