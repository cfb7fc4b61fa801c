#include "formats/wireguard_conf.hpp"

#include <gtest/gtest.h>

#include "formats/golden.hpp"
#include "net/secret_key.hpp"

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
    model::PeerOptions options;
    options.tunnel = tunnel;
    options.routes = {*net::Prefix::parse("192.168.1.0/24")};
    conf.allowed_ips = tunnel_routes(options, wireguard());
    return conf;
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

} // namespace pic::formats
