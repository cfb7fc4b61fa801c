#include "formats/wireguard_conf.hpp"

#include <gtest/gtest.h>

#include "formats/golden.hpp"

namespace pic::formats {

namespace {

constexpr std::string_view private_key = "dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo=";
constexpr std::string_view public_key = "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=";

model::WireGuard wireguard() {
    model::WireGuard wireguard;
    wireguard.ipv4 = *net::Prefix::parse("10.9.0.0/20");
    wireguard.ipv6 = *net::Prefix::parse("fd12:3456:789a::/64");
    return wireguard;
}

ClientConf phone(model::Tunnel tunnel) {
    ClientConf conf;
    conf.private_key = *net::parse_secret_key(private_key);
    conf.addresses = {*net::Address::parse("10.9.0.2"), *net::Address::parse("fd12:3456:789a::2")};
    conf.dns = {*net::Address::parse("10.9.0.1"), *net::Address::parse("fd12:3456:789a::1")};
    conf.search_domain = "home.cell";
    conf.peer_public_key = *net::WgKey::parse(public_key);
    conf.preshared_key = *net::parse_secret_key(private_key);
    conf.endpoint = *net::HostPort::parse("vpn.example.org:51820");
    conf.allowed_ips = tunnel_routes(tunnel, wireguard());
    return conf;
}

std::string file_with(std::string_view interface_line, std::string_view peer_line = "") {
    return "[Interface]\nAddress = 10.9.0.2\n" + std::string(interface_line) +
           "\n[Peer]\nPublicKey = " + std::string(public_key) +
           "\nEndpoint = 192.0.2.7:51820\nAllowedIPs = 0.0.0.0/0\n" + std::string(peer_line) + "\n";
}

} // namespace

TEST(WireguardConf, FullTunnel) {
    expect_golden("wireguard-full.conf", client_conf_text(phone(model::Tunnel::full)).reveal());
}

TEST(WireguardConf, SplitTunnelOfAPeerWithItsOwnKey) {
    auto conf = phone(model::Tunnel::split);
    conf.private_key = {};
    conf.preshared_key = {};
    conf.endpoint = *net::HostPort::parse("[2001:db8::7]:51820");
    expect_golden("wireguard-split.conf", client_conf_text(conf).reveal());
}

TEST(WireguardConf, ReadsBackWhatItWrote) {
    for (const auto tunnel : {model::Tunnel::full, model::Tunnel::split}) {
        auto conf = phone(tunnel);
        for (const bool servers : {true, false}) { // a domain may stand alone
            if (!servers) conf.dns.clear();
            const auto again = parse_client_conf(client_conf_text(conf).reveal());
            ASSERT_TRUE(again) << again.error().text();
            EXPECT_EQ(*again, conf);
        }
    }
}

TEST(WireguardConf, ReadsWhatOtherProvidersWrite) {
    const auto conf = parse_client_conf(
        "[Interface]\r\nPRIVATEKEY=" + std::string(private_key) +
        "\r\nAddress = 10.2.0.2/24 # host bits\r\nDNS=10.2.0.1,example.org\r\nMTU = 1380\r\n\r\n"
        "[peer]\r\nPublicKey = " +
        std::string(public_key) +
        "\r\nallowedips = 10.2.0.9/8,, ::/0\r\nEndpoint=192.0.2.7:1\r\nPersistentKeepalive = off");
    ASSERT_TRUE(conf) << conf.error().text();
    EXPECT_EQ(conf->addresses.at(0).text(), "10.2.0.2");
    EXPECT_EQ(conf->search_domain, "example.org");
    EXPECT_EQ(conf->allowed_ips.at(0).text(), "10.0.0.0/8");
    EXPECT_EQ(conf->keepalive, 0);
}

TEST(WireguardConf, RefusesACommandAndNamesItsLine) {
    const auto conf = parse_client_conf(file_with("PostUp = rm -rf /"));
    ASSERT_FALSE(conf);
    EXPECT_EQ(conf.error().detail, "line 3");
    EXPECT_NE(conf.error().text().find("not run"), std::string::npos) << conf.error().text();
}

TEST(WireguardConf, RefusesWhatIsNotAClientsFile) {
    ASSERT_TRUE(parse_client_conf(file_with("")));
    for (const auto& bad :
         {std::string(), file_with("Address 10.9.0.3"), file_with("Address = 10.9.0.3/33"),
          file_with("Address = fd00::1/"), file_with("PrivateKey = short"), file_with("DNS = a b"),
          file_with("Endpoint = 192.0.2.7:1"), file_with("[Wg]"),
          file_with("", "Endpoint = 192.0.2.7"), file_with("", "PersistentKeepalive = 65536"),
          file_with("", "[Peer]"), file_with("", "AllowedIPs = 10.0.0.0/-1"),
          file_with(std::string(64 << 10, '#')), std::string("[Interface]\nAddress = 10.9.0.2\n")})
        EXPECT_FALSE(parse_client_conf(bad)) << bad.substr(0, 200);
}

TEST(WireguardConf, LimitsTheLengthOfAList) {
    std::string list = "AllowedIPs = ";
    for (int i = 0; i < 1100; ++i)
        list += "10.0.0.1,";
    EXPECT_FALSE(parse_client_conf(file_with("", list)));
}

TEST(WireguardConf, NoErrorRepeatsAKey) {
    const auto conf =
        parse_client_conf(file_with("PrivateKey = " + std::string(private_key) + "x"));
    ASSERT_FALSE(conf);
    EXPECT_EQ(conf.error().text().find("dwdtCn"), std::string::npos) << conf.error().text();
}

} // namespace pic::formats
