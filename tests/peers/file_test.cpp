// The client's file: its forms, and when the one handed out is no longer right.
#include "peers/peers.hpp"

namespace pic::peers {

using testing::HasSubstr;
using testing::StartsWith;

TEST_F(Peers, TheFileSaysHowToConnect) {
    const auto issued = added({{"name", "phone"}});
    EXPECT_EQ(said(issued, "Endpoint"), "vpn.example.org:51820");
    EXPECT_EQ(said(issued, "PublicKey"), cell.view().wireguard.value.public_key.text());
    EXPECT_EQ(said(issued, "Address"), "10.9.0.2/32, fd00:9::2/128");
    EXPECT_EQ(said(issued, "DNS"), "10.9.0.1, fd00:9::1, home.cell");
    EXPECT_EQ(said(issued, "PersistentKeepalive"), "25");
    const auto shown = cell.submit("peer.show", {{"id", "phone"}});
    EXPECT_EQ(issued.at("peer"), shown->body) << "it is answered as it is shown";
}

TEST_F(Peers, AFullTunnelCarriesAllAndASplitOneTheCellAlone) {
    EXPECT_EQ(said(added({{"name", "phone"}}), "AllowedIPs"), "0.0.0.0/0, ::/0");
    EXPECT_EQ(said(added({{"name", "laptop"}, {"tunnel", "split"}}), "AllowedIPs"),
              "10.9.0.0/20, fd00:9::/64");
}

// Where it may use the LAN, the home's networks; they stay when the machine moves on.
TEST_F(Peers, ASplitTunnelCarriesTheHomeWhereTheLanIsAllowed) {
    auto host = fakes::host_with_uplink();
    host.addresses[0] = {"eth0", *net::Address::parse("192.168.1.10"), 24};
    cell.kernel.set_host(host);
    ASSERT_TRUE(cell.run_until([&] { return cell.observed().host.addresses == host.addresses; }));
    const json::object lan{{"lan", true}};
    const std::string vpn = "10.9.0.0/20, fd00:9::/64";
    EXPECT_EQ(
        said(added({{"name", "laptop"}, {"tunnel", "split"}, {"permissions", lan}}), "AllowedIPs"),
        vpn + ", 192.168.1.0/24");
    EXPECT_EQ(said(added({{"name", "tv"},
                          {"tunnel", "split"},
                          {"permissions", lan},
                          {"routes", json::array{"192.168.7.0/24"}}}),
                   "AllowedIPs"),
              vpn + ", 192.168.7.0/24");
    EXPECT_EQ(said(added({{"name", "desk"}, {"tunnel", "split"}}), "AllowedIPs"), vpn);
    EXPECT_FALSE(stale("desk"));
    EXPECT_EQ(body("peer.update", {{"id", "desk"}, {"permissions", lan}}).at("routes"),
              json::array{"192.168.1.0/24"});
    EXPECT_TRUE(stale("desk"));
    const json::object offline{{"internet", false}};
    (void)body("peer.update", {{"id", "desk"}, {"routes", json::array()}});
    EXPECT_EQ(body("peer.update", {{"id", "desk"}, {"permissions", offline}}).at("routes"),
              json::array())
        << "who wanted none gets none with another permission";
    cell.kernel.set_host(fakes::host_with_uplink());
    ASSERT_TRUE(cell.run_until([&] { return cell.observed().host.addresses != host.addresses; }));
    EXPECT_FALSE(stale("laptop"));
}

TEST_F(Peers, ARouteOfASplitTunnelIsANetworkBesideTheVpn) {
    for (const auto* wrong :
         {"10.9.0.0/24", "0.0.0.0/0", "fd00:9::/80", "192.168.1.1/24", "home"}) {
        const auto reply = add({{"name", "laptop"}, {"routes", json::array{wrong}}});
        ASSERT_FALSE(reply) << wrong;
        EXPECT_EQ(reply.error().field, "/routes/0") << wrong;
    }
    EXPECT_EQ(add({{"name", "laptop"}, {"routes", json::array{"192.168.1.0/24", "192.168.1.0/24"}}})
                  .error()
                  .field,
              "/routes/1");
}

TEST_F(Peers, AnEndpointOfItsOwnWinsOverTheCells) {
    const auto issued = added({{"name", "phone"}, {"endpoint", "198.51.100.7:4500"}});
    EXPECT_THAT(config(issued), HasSubstr("Endpoint = 198.51.100.7:4500\n"));
}

TEST_F(Peers, TheFileComesAsTextAndAsPictures) {
    added({{"name", "phone"}, {"keep_key", true}});
    const auto file = [&](const std::string& format) {
        return *cell.submit("peer.config", {{"id", "phone"}, {"format", format}})->file;
    };
    EXPECT_THAT(file("conf").bytes, StartsWith("[Interface]\n"));
    EXPECT_THAT(file("svg").bytes, HasSubstr("<svg"));
    EXPECT_EQ(file("svg").media, "image/svg+xml");
    EXPECT_THAT(file("png").bytes, StartsWith("\x89PNG"));
    EXPECT_EQ(file("png").name, "phone.png");
    EXPECT_THAT(file("terminal").bytes, HasSubstr("\x1b["));
}

TEST_F(Peers, AnUnknownFormIsRefused) {
    added({{"name", "phone"}, {"keep_key", true}});
    const auto reply = cell.submit("peer.config", {{"id", "phone"}, {"format", "pdf"}});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().field, "/format");
}

namespace {

// Something that changes what a client has to know.
struct Move {
    const char* name;
    void (*happens)(Peers&);
};

struct Reissue : Peers, testing::WithParamInterface<Move> {};

const Move moves[] = {
    {"EndpointOfTheCell",
     [](Peers& peers) {
         peers.cell.put("endpoint",
                        model::Endpoint{.address = net::HostPort{"new.example.org", 51820}});
     }},
    {"EndpointOfThePeer",
     [](Peers& peers) {
         peers.body("peer.update", {{"id", "phone"}, {"endpoint", "other.example.org:4443"}});
     }},
    {"Port",
     [](Peers& peers) {
         peers.body("wireguard.update", {{"port", 4443}});
     }},
    {"Range",
     [](Peers& peers) {
         peers.body("wireguard.update", {{"ipv4", "10.77.0.0/20"}});
     }},
    {"Tunnel",
     [](Peers& peers) {
         peers.body("peer.update", {{"id", "phone"}, {"tunnel", "split"}});
     }},
};

} // namespace

TEST_P(Reissue, IsNeededUntilTheFileIsShownOrIssued) {
    added({{"name", "phone"}, {"keep_key", true}, {"tunnel", "full"}});
    EXPECT_FALSE(stale("phone"));
    GetParam().happens(*this);
    // A port of the endpoint that was written stays as it was written.
    if (std::string_view(GetParam().name) == "Port")
        cell.put("endpoint", model::Endpoint{.address = net::HostPort{"vpn.example.org", 4443}});
    EXPECT_TRUE(stale("phone"));
    ASSERT_TRUE(cell.submit("peer.config", {{"id", "phone"}}));
    EXPECT_FALSE(stale("phone"));
}

TEST_P(Reissue, IsOverWithNewKeysToo) {
    added({{"name", "phone"}});
    GetParam().happens(*this);
    if (std::string_view(GetParam().name) == "Port")
        cell.put("endpoint", model::Endpoint{.address = net::HostPort{"vpn.example.org", 4443}});
    EXPECT_TRUE(stale("phone"));
    body("peer.issue", {{"id", "phone"}});
    EXPECT_FALSE(stale("phone"));
}

INSTANTIATE_TEST_SUITE_P(When, Reissue, testing::ValuesIn(moves),
                         [](const auto& each) { return each.param.name; });

TEST_F(Peers, WhatTheClientNeedNotKnowNeedsNoNewFile) {
    added({{"name", "phone"}});
    body("peer.update", {{"id", "phone"},
                         {"note", "mine"},
                         {"permissions", {{"lan", true}}},
                         {"tags", {"family"}}});
    EXPECT_FALSE(stale("phone"));
    EXPECT_THAT(json::serialize(shown("phone").at("permissions")), HasSubstr(R"("lan":true)"));
}

} // namespace pic::peers
