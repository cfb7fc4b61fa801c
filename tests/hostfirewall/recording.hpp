// What the kernel said, kept in tests/golden/firewall, and a cell to judge it for.
#pragma once

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <linux/netlink.h>

#include "hostfirewall/look.hpp"
#include "kernel/netfilter.hpp"
#include "plan/cell_fixture.hpp"

namespace pic::hostfirewall {

inline ports::netfilter::Ruleset read_messages(std::span<const std::uint8_t> bytes) {
    kernel::NetfilterReading reading("pic");
    while (bytes.size() >= sizeof(nlmsghdr)) {
        nlmsghdr header{};
        std::memcpy(&header, bytes.data(), sizeof header);
        if (header.nlmsg_len < sizeof header || header.nlmsg_len > bytes.size()) break;
        reading.take(header.nlmsg_type,
                     bytes.subspan(sizeof header, header.nlmsg_len - sizeof header));
        bytes = bytes.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), bytes.size()));
    }
    return std::move(reading).done();
}

inline ports::netfilter::Ruleset recording(const std::string& name) {
    std::ifstream file(PIC_GOLDEN "/firewall/" + name + ".netlink", std::ios::binary);
    EXPECT_TRUE(file) << name;
    const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
    return read_messages(bytes);
}

// The small cell, with what the judge wants to know of its host.
inline plan::Inputs cell() {
    auto inputs = plan::small_cell();
    inputs.view.wireguard.value.port = 51820;
    inputs.host.links.push_back({3, "pic0", "wireguard", 1420, true});
    inputs.host.addresses = {{"eth0", plan::address("192.0.2.7"), 24},
                             {"eth0", plan::address("2001:db8::7"), 64}};
    return inputs;
}

// "ufw drops …", one line each; "nothing" where all of the cell gets through.
inline std::string verdict(const ports::netfilter::Ruleset& ruleset) {
    const auto inputs = cell();
    std::string text;
    for (const auto& obstacle : judge_all(ruleset, inputs.view, inputs.host).obstacles)
        text += obstacle.what + "\n";
    return text.empty() ? "nothing\n" : text;
}

} // namespace pic::hostfirewall
