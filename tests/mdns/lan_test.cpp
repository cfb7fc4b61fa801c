#include "mdns/lan.hpp"

#include <gtest/gtest.h>

namespace pic::mdns {

namespace {

ports::HostLink link(int index, const char* name, const char* kind = "", int master = 0) {
    return {index, name, kind, 1500, true, master};
}
ports::HostAddress has(const char* device, const char* address, int length) {
    return {device, *net::Address::parse(address), length};
}
ports::Route default_by(const char* device) {
    return {254,    net::Prefix::all(net::Family::v4),   0,
            device, *net::Address::parse("192.168.1.1"), {}};
}

std::string told(const ports::Host& host) {
    std::string text;
    for (const auto& device : lan_devices(host)) {
        text += device.name + ":";
        for (const auto& address : device.addresses)
            text += " " + address.text();
        text += "\n";
    }
    return text;
}

} // namespace

TEST(MdnsLan, ACardWithPrivateAddresses) {
    ports::Host host;
    host.links = {link(1, "lo"), link(2, "eth0")};
    host.addresses = {has("lo", "127.0.0.1", 8), has("eth0", "192.168.1.5", 24),
                      has("eth0", "fd00::5", 64), has("eth0", "2a02::5", 64),
                      has("eth0", "fe80::5", 64)};
    host.addresses.push_back({"eth0", *net::Address::parse("fd00::abcd"), 64, false});
    EXPECT_EQ(told(host), "eth0: 192.168.1.5 fd00::5\n");
    const auto device = lan_devices(host).at(0);
    EXPECT_TRUE(device.ipv4 && device.ipv6);
    EXPECT_EQ(device.neighbours.at(0).text(), "192.168.1.0/24");
}

TEST(MdnsLan, ALinkLocalAddressWhenThereIsNoBetterOne) {
    ports::Host host;
    host.links = {link(2, "eth0"), link(3, "eth1")};
    host.addresses = {has("eth0", "192.168.1.5", 24), has("eth0", "2a02::5", 64),
                      has("eth0", "fe80::5", 64), has("eth1", "169.254.3.4", 16)};
    EXPECT_EQ(told(host), "eth0: 192.168.1.5 fe80::5\neth1: 169.254.3.4\n");
}

TEST(MdnsLan, NeverWhereAllIsPublic) {
    ports::Host host;
    host.links = {link(2, "eth0"), link(3, "wwan0")};
    host.addresses = {has("eth0", "5.9.0.10", 24), has("eth0", "2a02::5", 64),
                      has("eth0", "fe80::5", 64), has("wwan0", "100.64.3.4", 30)};
    host.routes = {default_by("eth0")};
    EXPECT_EQ(told(host), "");
}

TEST(MdnsLan, NoTunnelsAndNothingThatJoinsContainersAlone) {
    ports::Host host;
    host.links = {
        link(2, "pic0", "wireguard"), link(3, "wg0", "wireguard"),  link(4, "tun0", "tun"),
        link(5, "docker0", "bridge"), link(6, "veth1a", "veth", 5), link(7, "br-lan", "bridge"),
        link(8, "eth1", "", 7),       link(9, "veth2", "veth"),     link(10, "eth2", "veth")};
    for (const auto& each : host.links)
        if (each.master == 0)
            host.addresses.push_back(
                {each.name, net::Address::v4(0x0a000001U + static_cast<unsigned>(each.index) * 256),
                 24});
    host.routes = {default_by("eth2"), default_by("tun0")};
    EXPECT_EQ(told(host), "br-lan: 10.0.7.1\neth2: 10.0.10.1\n");
}

TEST(MdnsLan, NotWhatIsDown) {
    ports::Host host;
    host.links = {link(2, "eth0")};
    host.links[0].up = false;
    host.addresses = {has("eth0", "192.168.1.5", 24)};
    EXPECT_EQ(told(host), "");
}

} // namespace pic::mdns
