// What `picctl plan` would print for a few changes, held against text that a person has read. Set
// UPDATE_GOLDEN to write what is printed now.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "plan/cell_fixture.hpp"
#include "plan/diff.hpp"

namespace pic::plan {

namespace {

Inputs cell_with_peer() {
    auto inputs = small_cell();
    add_peer(inputs, "aaaaaaaaaa", 2);
    auto peer = *inputs.view.peers.find("aaaaaaaaaa");
    peer.value.public_key = *net::WgKey::parse("xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=");
    inputs.view.peers.put(peer);
    return inputs;
}

void edit_peer(Inputs& inputs, const std::function<void(model::Peer&)>& edit) {
    auto peer = *inputs.view.peers.find("aaaaaaaaaa");
    edit(peer.value);
    inputs.view.peers.put(peer);
}

// What is done to the cell, and the file that has the steps.
struct Case {
    const char* name;
    void (*happens)(Inputs&);
};

const Case cases[] = {
    {"peer-disabled",
     [](Inputs& inputs) { edit_peer(inputs, [](auto& peer) { peer.enabled = false; }); }},
    {"peer-may-reach-the-lan",
     [](Inputs& inputs) { edit_peer(inputs, [](auto& peer) { peer.permissions.lan = true; }); }},
    {"port-changed", [](Inputs& inputs) { inputs.view.wireguard.value.port = 443; }},
    {"range-changed",
     [](Inputs& inputs) { inputs.view.wireguard.value.ipv4 = prefix("10.77.0.0/20"); }},
    {"uplink-moved", [](Inputs& inputs) { inputs.host = host_with_uplink("wlan0"); }},
    {"uplink-lost", [](Inputs& inputs) { inputs.host = {}; }},
    {"taken-down", [](Inputs& inputs) { inputs.plane = false; }},
};

struct Golden : testing::TestWithParam<Case> {};

} // namespace

TEST_P(Golden, StepsAreThoseThatAPersonRead) {
    const auto before = cell_with_peer();
    auto after = before;
    GetParam().happens(after);
    std::string text;
    for (const auto& step : diff(wanted_by_all(before), wanted_by_all(after)))
        text += explain(step) + "\n";
    const auto path = std::string(PIC_GOLDEN) + "/steps/" + GetParam().name + ".txt";
    if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path) << text;
    std::stringstream expected;
    expected << std::ifstream(path).rdbuf();
    EXPECT_EQ(text, expected.str());
}

INSTANTIATE_TEST_SUITE_P(Plan, Golden, testing::ValuesIn(cases), [](const auto& each) {
    std::string name = each.param.name;
    std::ranges::replace(name, '-', '_');
    return name;
});

} // namespace pic::plan
