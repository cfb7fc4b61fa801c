#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "plan/cell_fixture.hpp"
#include "plan/diff.hpp"
#include "plan/ruleset.hpp"

namespace pic::plan {

using namespace ports;

// Applies steps to a set of objects the way a kernel would.
std::vector<Object> applied(std::vector<Object> present, const std::vector<KernelStep>& steps) {
    std::map<std::string, Object> objects;
    for (auto& object : present)
        objects.insert_or_assign(key(object), object);
    for (const auto& step : steps) {
        if (step.verb == Verb::remove)
            EXPECT_EQ(objects.erase(key(step.object)), 1U);
        else
            objects.insert_or_assign(key(step.object), step.object);
    }
    std::vector<Object> result;
    for (auto& [name, object] : objects)
        result.push_back(object);
    return result;
}

std::vector<std::string> lines(const std::vector<KernelStep>& steps) {
    std::vector<std::string> texts;
    for (const auto& step : steps)
        texts.push_back(explain(step));
    return texts;
}

std::string golden(const std::string& name, const std::string& actual) {
    const std::string path = std::string(PIC_GOLDEN) + "/" + name;
    if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path) << actual;
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

TEST(Wanted, NothingBeforeSetUp) {
    auto inputs = small_cell();
    inputs.view.cell.value.name.clear();
    EXPECT_TRUE(wanted_by_all(inputs).empty());
}

TEST(Wanted, TheRulesetIsWhatAnEngineerReviewed) {
    const auto text = ruleset(small_cell()).text;
    EXPECT_EQ(text, golden("ruleset.nft", text));
}

TEST(Wanted, TheWholeCellAsText) {
    auto inputs = small_cell();
    add_peer(inputs, "aaaaaaaaaa", 2);
    std::string text;
    for (const auto& step : diff({}, wanted_by_all(inputs)))
        if (!std::holds_alternative<WgPeer>(step.object)) text += explain(step) + "\n";
    EXPECT_EQ(text, golden("cell.txt", text));
}

TEST(Wanted, ADisabledOrExpiredPeerIsNotThere) {
    auto inputs = small_cell();
    add_peer(inputs, "aaaaaaaaaa", 2);
    EXPECT_FALSE(wanted(inputs, "aaaaaaaaaa").empty());
    inputs.expired = {"aaaaaaaaaa"};
    EXPECT_TRUE(wanted(inputs, "aaaaaaaaaa").empty());
    inputs.expired.clear();
    auto peer = *inputs.view.peers.find("aaaaaaaaaa");
    peer.value.enabled = false;
    inputs.view.peers.put(peer);
    EXPECT_TRUE(wanted(inputs, "aaaaaaaaaa").empty());
}

TEST(Wanted, WithoutAnUplinkNothingIsLetOut) {
    auto inputs = small_cell();
    inputs.host = {};
    EXPECT_EQ(ruleset(inputs).text.find("eth0"), std::string::npos);
}

// What it does with its routes (policies, several next hops, a change of uplink) holds for it too.
TEST(Wanted, DirectGoesWhereThisMachineGoes) {
    std::size_t ways = 0;
    for (const auto& object : wanted(small_cell(), cell_owner))
        if (const auto* rule = std::get_if<Rule>(&object); rule != nullptr && rule->mark != 0) {
            EXPECT_EQ(rule->table.value_or(254), 254U);
            ways += rule->table ? 1 : 0;
        }
    EXPECT_EQ(ways, 4U);
}

// wg-quick's way to send everything into a tunnel without touching the default route.
TEST(Wanted, AVpnOfTheHostDoesNotMakeTheInternetTheLan) {
    auto inputs = small_cell();
    inputs.host.addresses.push_back({"wg0", address("9.9.9.7"), 32});
    for (const auto* half : {"0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1"})
        inputs.host.routes.push_back({254, prefix(half), 0, "wg0", {}, {}});
    const auto text = ruleset(inputs).text;
    EXPECT_EQ(text.find("0.0.0.0/1"), std::string::npos);
    EXPECT_EQ(text.find("128.0.0.0/1"), std::string::npos);
    EXPECT_NE(text.find("ip daddr { 0.0.0.0/8, 10.0.0.0/8, "), std::string::npos);
}

TEST(Wanted, ANetworkThatThisMachineIsInIsTheLanThoughItIsPublic) {
    auto inputs = small_cell();
    inputs.host.addresses.push_back({"eth0", address("9.9.9.7"), 24});
    EXPECT_NE(ruleset(inputs).text.find("9.9.9.0/24"), std::string::npos);
}

// DHCPv6 gives one address; the network comes with the router's advertisement, as a route.
TEST(Wanted, ANetworkKnownByItsRouteAloneIsTheLan) {
    auto inputs = small_cell();
    inputs.host.addresses.push_back({"eth0", address("2600:7:1::7"), 128});
    inputs.host.routes.push_back({254, prefix("2600:7:1::/64"), 256, "eth0", {}, {}});
    inputs.host.routes.push_back({254, prefix("2600:8::/64"), 256, "eth0", {}, {}}); // not in it
    EXPECT_NE(ruleset(inputs).text.find("2600:7:1::/64"), std::string::npos);
    EXPECT_EQ(ruleset(inputs).text.find("2600:8::/64"), std::string::npos);
}

// The machine would lose its uplink, and everybody the way to mend it.
TEST(Wanted, ALanThatCameToOverlapStaysTheHosts) {
    auto inputs = small_cell();
    inputs.host.addresses = {{"eth0", address("10.9.1.50"), 24}};
    inputs.host.routes = {{254, prefix("0.0.0.0/0"), 100, "eth0", address("10.9.1.1"), {}},
                          {254, prefix("10.9.1.0/24"), 0, "eth0", {}, address("10.9.1.50")}};
    const auto objects = wanted(inputs, cell_owner);
    const Object lan = Route{9900, prefix("10.9.1.0/24"), 0, "eth0", {}, {}};
    const Object gateway = Route{9900, prefix("10.9.1.1/32"), 0, "eth0", {}, {}};
    EXPECT_THAT(objects, testing::Contains(lan));
    EXPECT_THAT(objects, testing::Contains(gateway));
    // Pushed by the network, to get what is for a device.
    inputs.host.routes.push_back({254, prefix("10.9.0.2/32"), 0, "eth0", {}, {}});
    EXPECT_EQ(wanted(inputs, cell_owner).size(), objects.size());
    const auto text = ruleset(inputs).text;
    EXPECT_THAT(text, testing::HasSubstr("ip daddr 10.9.0.0/20 ip daddr != { 10.9.1.50 } drop"));
    EXPECT_THAT(text, testing::HasSubstr("ip saddr 10.9.0.0/20 ip saddr != { 10.9.1.50 } drop"));
    EXPECT_THAT(text, testing::HasSubstr("ip6 saddr fd00:9::/64 drop"));
}

TEST(Wanted, ADeviceWhoseNameWouldMeanOthersToNftIsNoWayOut) {
    for (const auto* device : {"eth*", "a\"b", "a\\"}) {
        auto inputs = small_cell();
        inputs.host = host_with_uplink(device);
        EXPECT_EQ(ruleset(inputs).text.find("oifname { \"a"), std::string::npos);
        EXPECT_EQ(ruleset(inputs).text.find("eth"), std::string::npos);
        for (const auto& object : wanted(inputs, cell_owner)) {
            const auto* settings = std::get_if<ports::DeviceSettings>(&object);
            if (settings == nullptr) continue;
            EXPECT_NE(settings->device, device) << "what forwards has to be guarded";
        }
    }
}

TEST(Wanted, WhatABridgeCarriesBetweenItsPortsIsNobodysRouting) {
    auto inputs = small_cell();
    inputs.host.links[1].kind = "bridge";
    const auto bridged = ruleset(inputs).text;
    EXPECT_NE(bridged.find(R"(iifname "eth0" oifname != "eth0" meta nfproto ipv4 drop)"),
              std::string::npos);
    EXPECT_EQ(bridged.find(R"(iifname { "eth0" } meta nfproto ipv4 drop)"), std::string::npos);
    inputs.host.links[1].forwards = true;
    EXPECT_EQ(ruleset(inputs).text.find("nfproto ipv4 drop"), std::string::npos);
}

TEST(Wanted, TheTunnelLeavesRoomForItsOwnHeaders) {
    auto inputs = small_cell();
    EXPECT_EQ(tunnel_mtu(inputs), 1420U);
    inputs.host.links[1].mtu = 1300;
    EXPECT_EQ(tunnel_mtu(inputs), 1280U);
    inputs.view.wireguard.value.mtu = 1400;
    EXPECT_EQ(tunnel_mtu(inputs), 1400U);
}

TEST(Diff, OfWhatIsWantedAndWhatIsWantedIsEmpty) {
    const auto inputs = small_cell();
    EXPECT_TRUE(diff(wanted_by_all(inputs), wanted_by_all(inputs)).empty());
}

TEST(Diff, RemovesWhatSomebodyAddedBesideOurs) {
    const auto ours = Rule{net::Family::v4, 1001, "pic0", 0x01000000, net::mark_mask, 254};
    auto theirs = ours;
    theirs.input_device = "eth1";
    for (const auto& present : {std::vector<Object>{ours, theirs}, {theirs, ours}}) {
        const auto steps = diff(present, {ours});
        ASSERT_EQ(steps.size(), 1U);
        EXPECT_EQ(steps.front().verb, Verb::remove);
        EXPECT_EQ(steps.front().object, Object(theirs));
    }
}

TEST(Diff, TakingAPermissionAwayTouchesNothingElse) {
    auto before = small_cell();
    add_peer(before, "aaaaaaaaaa", 2);
    auto after = before;
    auto peer = *after.view.peers.find("aaaaaaaaaa");
    peer.value.permissions.internet = false;
    after.view.peers.put(peer);
    EXPECT_THAT(lines(diff(wanted(before, peer.id), wanted(after, peer.id))),
                testing::UnorderedElementsAre("remove the internet for 10.9.0.2",
                                              "remove the internet for fd00:9::2"));
}

TEST(Diff, ClosesBeforeItOpens) {
    auto before = small_cell(), after = before;
    add_peer(before, "aaaaaaaaaa", 2);
    add_peer(after, "bbbbbbbbbb", 3);
    after.host = host_with_uplink("wlan0");
    const auto steps = diff(wanted_by_all(before), wanted_by_all(after));
    const auto first = [&](auto matches) { return std::ranges::find_if(steps, matches); };
    const auto opens = first([](const KernelStep& step) {
        return step.verb == Verb::add && std::holds_alternative<SetElement>(step.object);
    });
    for (auto step = opens; step != steps.end(); ++step) {
        EXPECT_FALSE(std::holds_alternative<Ruleset>(step->object));
        EXPECT_FALSE(step->verb == Verb::remove && std::holds_alternative<WgPeer>(step->object));
    }
    EXPECT_TRUE(std::holds_alternative<SetElement>(steps.front().object));
    EXPECT_EQ(steps.front().verb, Verb::remove);
}

TEST(Diff, AddsRulesThatStopBeforeRulesThatLead) {
    std::vector<bool> lead;
    for (const auto& step : diff({}, wanted(small_cell(), cell_owner)))
        if (const auto* rule = std::get_if<Rule>(&step.object))
            lead.push_back(rule->table.has_value());
    EXPECT_TRUE(std::ranges::is_sorted(lead));
    EXPECT_EQ(std::ranges::count(lead, false), 6) << "in each family: unmarked, and behind all";
}

TEST(Diff, AppliedToWhatIsPresentLeavesNothingToDo) {
    std::mt19937 random(1);
    auto inputs = small_cell();
    std::vector<Object> present;
    for (int round = 0; round < 200; ++round) {
        const auto offset = static_cast<std::uint32_t>(2 + random() % 20);
        const auto id = "peer" + std::to_string(100000 + offset);
        if (random() % 3 == 0)
            inputs.view.peers.erase(id);
        else
            add_peer(inputs, id, offset);
        if (random() % 5 == 0) inputs.host = host_with_uplink("eth" + std::to_string(random() % 3));
        if (random() % 7 == 0) inputs.view.wireguard.value.port ^= 1;
        const auto wanted = wanted_by_all(inputs);
        const auto steps = diff(present, wanted);
        present = applied(std::move(present), steps);
        ASSERT_TRUE(diff(present, wanted).empty()) << round;
    }
}

TEST(Explain, SaysWhatDiffers) {
    auto before = small_cell();
    add_peer(before, "aaaaaaaaaa", 2);
    auto peer = *before.view.peers.find("aaaaaaaaaa");
    peer.value.public_key = *net::WgKey::parse("xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=");
    peer.value.preshared = true;
    before.view.peers.put(peer);
    auto after = before;
    after.secrets.put({model::preshared_secret(peer.id), 2, net::new_preshared_key()});
    after.secrets.put({std::string(model::wireguard_secret), 2, net::new_private_key()});
    EXPECT_THAT(
        lines(diff(wanted_by_all(before), wanted_by_all(after))),
        testing::ElementsAre("change WireGuard device pic0 (port 51820, MTU 1420); key differs",
                             "change peer xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg= "
                             "(10.9.0.2/32, fd00:9::2/128); preshared key differs"));
}

TEST(Explain, NeverShowsASecret) {
    auto inputs = small_cell();
    add_peer(inputs, "aaaaaaaaaa", 2);
    std::string text;
    for (const auto& line : lines(diff({}, wanted_by_all(inputs))))
        text += line;
    inputs.secrets.each([&](const auto& secret) {
        EXPECT_EQ(text.find(net::secret_key_text(secret.value)), std::string::npos);
    });
}

} // namespace pic::plan
