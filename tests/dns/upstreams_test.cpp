#include "dns/upstreams.hpp"

#include <gmock/gmock.h>

#include "control/index.hpp"
#include "control/settings.hpp"
#include "fakes/cell.hpp"

namespace pic::dns {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

constexpr std::string_view two =
    "nameserver 192.0.2.1\nnameserver 10.9.0.1\nnameserver fe80::1%eth0\n";

net::Address address(std::string_view text) {
    return *net::Address::parse(text);
}

// A cell at 10.9.0.1 whose clock stands before or behind the floor.
struct Setting {
    explicit Setting(std::chrono::seconds behind) : now(clock_floor() + behind) {
        view.wireguard.value.ipv4 = *net::Prefix::parse("10.9.0.0/20");
        view.wireguard.value.ipv6 = *net::Prefix::parse("fd00:9::/64");
    }
    std::vector<net::Address> resolvers(std::string_view file) const {
        return plain_resolvers({view, secrets, index, observed, settings, now}, file);
    }
    model::View view;
    model::Table<Secret> secrets;
    control::Index index;
    control::Observed observed;
    control::Settings settings;
    Time now;
};

} // namespace

TEST(Upstreams, AreTheNetworksOwnWhileTheClockIsWrong) {
    EXPECT_THAT(Setting(std::chrono::seconds(-1)).resolvers(two),
                ElementsAre(address("192.0.2.1")));
    EXPECT_THAT(Setting(std::chrono::seconds(0)).resolvers(two), IsEmpty());
}

TEST(Upstreams, AreNeverTheCellItself) {
    Setting setting(std::chrono::seconds(-1));
    setting.observed.host.addresses = {{"eth0", address("192.0.2.1"), 24},
                                       {"lo", address("127.0.0.53"), 8}};
    EXPECT_THAT(setting.resolvers(two), IsEmpty());
    EXPECT_THAT(setting.resolvers("nameserver 127.0.0.53\n"), ElementsAre(address("127.0.0.53")));
}

TEST(Upstreams, ThatDoNotEncryptNeedNoClock) {
    Setting setting(std::chrono::seconds(-1));
    setting.view.dns.value.upstreams = {{address("192.0.2.53"), {}}};
    EXPECT_THAT(setting.resolvers(two), IsEmpty());
    setting.view.dns.value.upstreams.push_back({address("9.9.9.9"), "dns.quad9.net"});
    EXPECT_THAT(setting.resolvers(two), ElementsAre(address("192.0.2.1")));
}

TEST(Upstreams, AreTheDefaultsWhereNoneIsChosenAndShownAsSuch) {
    fakes::Cell cell;
    cell.set_up();
    const auto shown = cell.submit("dns.show")->body;
    EXPECT_TRUE(shown.at("upstreams").as_array().empty());
    EXPECT_EQ(shown.at("asked").as_array().size(), chosen_upstreams({}).size());
    EXPECT_TRUE(shown.at("defaults").as_bool());
    EXPECT_TRUE(shown.at("notes").as_array().empty()) << "they encrypt";
}

TEST(Upstreams, ThatDoNotEncryptAreNamed) {
    fakes::Cell cell;
    cell.set_up();
    const codec::json::object plain{{"address", "192.0.2.53"}}, other{{"address", "192.0.2.54"}},
        secure{{"address", "9.9.9.9"}, {"tls_name", "dns.quad9.net"}};
    const auto reply = cell.submit("dns.update", {{"upstreams", {plain, secure, other}}});
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_FALSE(reply->body.at("defaults").as_bool());
    EXPECT_EQ(reply->body.at("asked"), reply->body.at("upstreams"));
    const auto& notes = reply->body.at("notes").as_array();
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_THAT(std::string(notes[0].as_string()),
                StartsWith("names are asked of 192.0.2.53 and 192.0.2.54 in clear text"));
}

TEST(Upstreams, AreLeftAloneWithoutResolvConf) {
    EXPECT_THAT(Setting(std::chrono::seconds(-1)).resolvers(""), IsEmpty());
}

} // namespace pic::dns
