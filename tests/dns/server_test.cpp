// Where pic-dns answers, and whom.
#include "dns/server.hpp"

#include <gmock/gmock.h>

#include "control/index.hpp"

namespace pic::dns {

namespace {

using testing::ElementsAre;

std::vector<std::string> texts(const std::vector<net::Address>& addresses) {
    std::vector<std::string> result;
    for (const auto& address : addresses)
        result.push_back(address.text());
    return result;
}

// A cell at 10.9.0.1 that answers the LAN, too.
struct Machine {
    Machine() {
        view.cell.value.name = "home";
        view.wireguard.value.ipv4 = *net::Prefix::parse("10.9.0.0/20");
        view.wireguard.value.ipv6 = *net::Prefix::parse("fd00:9::/64");
        view.dns.value.lan = true;
    }
    void has(const std::string& address, bool lasting = true) {
        const auto parsed = *net::Address::parse(address);
        observed.host.addresses.push_back({"eth0", parsed, parsed.is_v4() ? 24 : 64, lasting});
    }
    void is_held(const std::string& address) {
        observed.servers["pic-dns.service"].taken.push_back({{ports::Transport::udp, 53},
                                                             *net::Address::parse(address),
                                                             false,
                                                             "dnsmasq.service",
                                                             "dnsmasq",
                                                             {}});
    }
    formats::DnsConf conf() const {
        return conf_of({view, secrets, index, observed, settings, clock_floor()}, {});
    }
    std::vector<std::string> listens() const { return texts(conf().listen); }

    model::View view;
    model::Table<Secret> secrets;
    control::Index index;
    control::Observed observed;
    control::Settings settings;
};

} // namespace

TEST(DnsServer, AnswersTheLanByTheAddressesThatLast) {
    Machine machine;
    machine.has("192.168.1.10");
    machine.has("fd11::10");
    machine.has("fd11::abcd", false); // temporary, or not sure to be its own yet
    machine.has("fe80::1");
    EXPECT_THAT(machine.listens(),
                ElementsAre("10.9.0.1", "fd00:9::1", "192.168.1.10", "fd11::10"));
    machine.settings.forbid.lan_dns = true;
    EXPECT_THAT(machine.listens(), ElementsAre("10.9.0.1", "fd00:9::1"));
}

TEST(DnsServer, AnswersNoProvidersNetwork) {
    Machine machine;
    machine.has("100.64.3.4");
    machine.has("5.9.0.10");
    EXPECT_THAT(machine.listens(), ElementsAre("10.9.0.1", "fd00:9::1"));
    EXPECT_EQ(machine.conf().clients.size(), 2U);
}

TEST(DnsServer, LeavesOutAnAddressThatAnotherProgramAnswersBy) {
    Machine machine;
    machine.has("192.168.1.10");
    machine.has("192.168.122.1");
    machine.is_held("192.168.122.1");
    EXPECT_THAT(machine.listens(), ElementsAre("10.9.0.1", "fd00:9::1", "192.168.1.10"));
}

TEST(DnsServer, DoesWithoutIPv6WhereTheMachineHasNone) {
    Machine machine;
    machine.observed.host.ipv6 = false;
    EXPECT_THAT(machine.listens(), ElementsAre("10.9.0.1"));
    EXPECT_THAT(texts(machine.conf().own), ElementsAre("10.9.0.1"));
}

} // namespace pic::dns
