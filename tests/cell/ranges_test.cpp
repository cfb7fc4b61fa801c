// The VPN's ranges: proposed so that they meet nobody, judged when a person wants others.
#include <gtest/gtest.h>

#include "ca/constraints.hpp"
#include "cell/ranges.hpp"
#include "fakes/cell.hpp"

namespace pic::cell {

namespace {

net::Prefix prefix(std::string_view text) {
    return *net::Prefix::parse(text);
}

struct Range {
    const char* name;
    std::string range, field;
    Code code = Code::invalid;
};

struct BadRange : testing::TestWithParam<Range> {};

} // namespace

TEST(Ranges, ProposalsMeetNoRouteOfTheHost) {
    ports::Host host;
    for (std::uint32_t i = 0; i < 4000; ++i) // all but 96 of the 4096
        host.routes.push_back({254,
                               net::Prefix::of(net::Address::v4((10U << 24) | (i << 12)), 20),
                               0,
                               "eth0",
                               {},
                               {}});
    for (int i = 0; i < 20; ++i) {
        const auto seed = std::to_string(i);
        const auto range = propose_ipv4(host, seed);
        EXPECT_EQ(met_by(range, host), nullptr) << range.text();
        EXPECT_TRUE(check_range4(range, host, 0));
        EXPECT_TRUE(check_range6(propose_ipv6(host, seed), host));
    }
}

TEST(Ranges, WhereTheHostRoutesThemAllAnotherKindIsProposed) {
    ports::Host host;
    for (const auto* taken : {"10.0.0.0/8", "172.16.0.0/12"}) {
        host.routes.push_back({254, prefix(taken), 0, "tun0", {}, {}});
        const auto range = propose_ipv4(host, "a");
        EXPECT_EQ(met_by(range, host), nullptr) << range.text();
        EXPECT_TRUE(check_range4(range, host, 0)) << range.text();
    }
}

// A name constraint that left one out would leave its cell without a certificate.
TEST(Ranges, AreAllOnesThatTheRootMayVouchFor) {
    int allowed = 0;
    for (std::uint32_t high = 0; high < 0x10000; ++high) {
        const auto range = net::Prefix::of(net::Address::v4(high << 16), 16);
        if (!check_range4(range, {}, 0)) continue;
        ++allowed;
        EXPECT_TRUE(ca::may_vouch_for(range.base())) << range.text();
    }
    EXPECT_EQ(allowed, 256 + 16 + 1 + 64);
    EXPECT_TRUE(ca::may_vouch_for(propose_ipv6({}, "a").base()));
}

TEST(Ranges, ProposalsAreAsDifferentAsTheirSeeds) {
    EXPECT_NE(propose_ipv4({}, "a"), propose_ipv4({}, "b"));
    EXPECT_NE(propose_ipv6({}, "a"), propose_ipv6({}, "b"));
    EXPECT_EQ(propose_ipv6({}, "a"), propose_ipv6({}, "a"));
}

TEST(Ranges, AnotherTablesRouteIsAnObstacle) { // of Tailscale, say
    auto host = fakes::host_with_uplink();
    host.others.push_back({52, prefix("10.9.3.4/32"), 0, "tailscale0", {}, {}});
    EXPECT_FALSE(check_range4(prefix("10.9.0.0/20"), host, 0));
    EXPECT_TRUE(check_range4(prefix("10.10.0.0/20"), host, 0));
}

TEST(Ranges, ADefaultRouteIsNoObstacle) {
    EXPECT_TRUE(check_range4(prefix("10.9.0.0/20"), fakes::host_with_uplink(), 0));
}

TEST_P(BadRange, IsRefusedAtItsField) {
    auto host = fakes::host_with_uplink();
    host.routes.push_back({254, prefix("192.168.1.0/24"), 0, "eth0", {}, {}});
    host.routes.push_back({254, prefix("fd00:1::/64"), 0, "eth0", {}, {}});
    const auto outcome = GetParam().field == "/ipv4"
                             ? check_range4(prefix(GetParam().range), host, 100)
                             : check_range6(prefix(GetParam().range), host);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().field, GetParam().field);
    EXPECT_EQ(outcome.error().code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Ranges, BadRange,
    testing::Values(Range{"Public", "8.8.0.0/20", "/ipv4"},
                    Range{"TooWide", "10.0.0.0/11", "/ipv4"},
                    Range{"TooNarrow", "10.0.0.0/30", "/ipv4"},
                    Range{"OfTheOtherFamily", "fd00:9::/64", "/ipv4"},
                    Range{"HasNoRoomForAPeer", "10.9.0.0/27", "/ipv4", Code::conflict},
                    Range{"MeetsTheLan", "192.168.0.0/20", "/ipv4", Code::conflict},
                    Range{"Ipv6IsGlobal", "2001:db8::/64", "/ipv6"},
                    Range{"Ipv6IsNo64", "fd00:9::/48", "/ipv6"},
                    Range{"Ipv6IsIpv4", "10.8.0.0/20", "/ipv6"},
                    Range{"Ipv6MeetsTheLan", "fd00:1::/64", "/ipv6", Code::conflict}),
    [](const auto& each) { return each.param.name; });

namespace {

struct WireGuard : testing::Test {
    WireGuard() { cell.set_up(); }
    fakes::Cell cell;
};

} // namespace

TEST_F(WireGuard, ANewRangeMovesTheCellAndItsPeers) {
    (void)cell.submit("peer.add", {{"name", "phone"}});
    ASSERT_TRUE(cell.submit("wireguard.update", {{"ipv4", "10.77.0.0/20"}}));
    EXPECT_TRUE(cell.kernel.has("address pic0 10.77.0.1"));
    EXPECT_TRUE(cell.kernel.has("element peer 10.77.0.2"));
    EXPECT_FALSE(cell.kernel.has("element peer 10.9.0.2"));
    EXPECT_EQ(cell.submit("peer.show", {{"id", "phone"}})->body.at("ipv4").as_string(),
              "10.77.0.2");
}

// To another prefix of IPv6 each moves with the number that it has.
TEST_F(WireGuard, ANewIpv6RangeMovesTheCellAndItsPeers) {
    (void)cell.submit("peer.add", {{"name", "phone"}});
    ASSERT_TRUE(cell.kernel.has("element peer fd00:9::2"));
    ASSERT_TRUE(cell.submit("wireguard.update", {{"ipv6", "fd77:1:2:3::/64"}}));
    EXPECT_TRUE(cell.kernel.has("address pic0 fd77:1:2:3::1"));
    EXPECT_FALSE(cell.kernel.has("address pic0 fd00:9::1"));
    EXPECT_TRUE(cell.kernel.has("element peer fd77:1:2:3::2"));
    EXPECT_FALSE(cell.kernel.has("element peer fd00:9::2"));
    EXPECT_TRUE(cell.kernel.has("element peer 10.9.0.2")) << "of IPv4 nothing moves";
    const auto address_of = [&](const char* name) {
        const auto shown = cell.submit("peer.show", {{"id", name}});
        return shown ? std::string(shown->body.at("ipv6").as_string()) : shown.error().text();
    };
    EXPECT_EQ(address_of("phone"), "fd77:1:2:3::2");
    (void)cell.submit("peer.add", {{"name", "tablet"}});
    EXPECT_EQ(address_of("tablet"), "fd77:1:2:3::3") << "who comes later is of it, too";
    EXPECT_TRUE(cell.submit("cell.plan")->body.at("steps").as_array().empty());
}

TEST_F(WireGuard, ItsOwnRangeIsNoObstacleToItself) {
    EXPECT_TRUE(cell.submit("wireguard.update", {{"ipv4", "10.9.0.0/21"}}));
}

TEST_F(WireGuard, ImpossibleNumbersAreRefused) {
    for (const auto& [field, value] :
         {std::pair("port", 0), {"port", 65536}, {"mtu", 1279}, {"mtu", 8921}}) {
        const auto reply = cell.submit("wireguard.update", {{field, value}});
        ASSERT_FALSE(reply) << field << value;
        EXPECT_EQ(reply.error().field, std::string("/") + field);
    }
    EXPECT_EQ(cell.view().pending.size(), 0U);
}

TEST_F(WireGuard, AnMtuThatTheUplinkCarriesTakesNoWord) {
    const auto reply = cell.submit("wireguard.update", {{"mtu", 1420}}); // 1500 less 80
    ASSERT_TRUE(reply);
    EXPECT_FALSE(reply->body.as_object().contains("notes"));
}

TEST_F(WireGuard, AnMtuThatTheUplinkDoesNotCarryIsTold) {
    const auto reply = cell.submit("wireguard.update", {{"mtu", 1421}});
    ASSERT_TRUE(reply);
    EXPECT_TRUE(reply->body.as_object().contains("notes"));
}

TEST_F(WireGuard, ThePortsOfTheCellsOwnServersAreRefused) {
    for (const auto& [port, owner] : {std::pair(53, "names"), {123, "time"}}) {
        const auto reply = cell.submit("wireguard.update", {{"port", port}});
        ASSERT_FALSE(reply) << port;
        EXPECT_EQ(reply.error().detail,
                  "port " + std::to_string(port) + " is taken by the cell's own service, " + owner);
    }
    EXPECT_EQ(cell.submit("wireguard.update", {{"port", 5353}}).error().code, Code::conflict);
    EXPECT_TRUE(cell.submit("wireguard.update", {{"port", 8443}})) << "no HTTP/3 is spoken there";
}

// The device would stay on its old port, and every firewall be opened for the new one.
TEST_F(WireGuard, APortThatSomebodyHasIsRefused) {
    ports::PortHolder holder;
    holder.port = {ports::Transport::udp, 4500};
    holder.address = net::Prefix::all(net::Family::v4).base();
    holder.unit = "strongswan.service";
    cell.kernel.set_holders({holder});
    for (const bool dry_run : {true, false}) {
        control::Call call;
        call.caller = fakes::admin();
        call.input = {{"port", 4500}};
        call.dry_run = dry_run;
        const auto reply = cell.submit("wireguard.update", call);
        ASSERT_FALSE(reply);
        EXPECT_EQ(reply.error().code, Code::conflict);
        EXPECT_EQ(reply.error().field, "/port");
    }
    EXPECT_TRUE(cell.submit("wireguard.update", {{"port", 4501}}));
}

TEST_F(WireGuard, APortThatTakesMoreRightsThanPicdHasIsRefused) {
    const auto reply = cell.submit("wireguard.update", {{"port", 443}});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().field, "/port");
    EXPECT_TRUE(cell.submit("wireguard.update", {{"port", 1024}}));
}

TEST_F(WireGuard, AnOverlapIsMendedWithTheCommandThatTheDoctorNames) {
    auto host = fakes::host_with_uplink();
    host.routes.push_back({254, *net::Prefix::parse("10.9.0.0/16"), 0, "eth0", {}, {}});
    cell.kernel.set_host(host);
    const auto remedy = [&] {
        const auto found = cell.submit("cell.doctor")->body.at("findings").as_array();
        for (const auto& finding : found)
            if (finding.at("id").as_string() == "range.overlap")
                return std::string(finding.at("remedy").as_string());
        return std::string();
    };
    ASSERT_TRUE(cell.run_until([&] { return !remedy().empty(); }));
    const std::string command = "picctl wireguard update --ipv4 ";
    ASSERT_TRUE(remedy().starts_with(command)) << remedy();
    const auto range = remedy().substr(command.size(), remedy().find(';') - command.size());
    EXPECT_EQ(remedy(), remedy()) << "it does not change while it is read";
    EXPECT_TRUE(cell.submit("wireguard.update", {{"ipv4", range}}));
    EXPECT_TRUE(cell.run_until([&] { return remedy().empty(); }));
}

TEST_F(WireGuard, AnOlderGenerationIsNotOverwritten) {
    control::Call call;
    call.caller = fakes::admin();
    call.input = {{"port", 443}};
    call.if_match = cell.view().wireguard.generation + 1;
    EXPECT_EQ(cell.submit("wireguard.update", call).error().code, Code::precondition);
}

} // namespace pic::cell
