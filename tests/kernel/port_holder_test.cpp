#include "kernel/port_holder.hpp"

#include <gtest/gtest.h>
#include <linux/sock_diag.h>

#include "kernel/cgroup.hpp"

namespace pic::kernel {

namespace {

std::vector<std::uint8_t> bytes(std::string_view hex) {
    std::vector<std::uint8_t> result;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        result.push_back(
            static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
    return result;
}

// As Linux 6.18 told of two sockets of user 33 in the group with inode 44, without netlink's
// header: TCP on 127.0.0.1:5353, UDP on [::]:5353 for IPv6 alone.
const auto tcp = bytes(
    "020a000014e900007f0000010000000000000000000000000000000000000000000000000000000000000000031000"
    "00000000000000000000000000800000002100000066c5030005000800000000000c0015002c000000000000000600"
    "160052000000");
const auto udp = bytes(
    "0a07000014e90000000000000000000000000000000000000000000000000000000000000000000000000000041000"
    "00000000000000000000000000000000002100000067c50300050008000000000005000b00010000000c0015002c00"
    "0000000000000600160010000000");

} // namespace

TEST(PortHolder, IsReadFromTheKernelsWords) {
    EXPECT_EQ(decode_listener(SOCK_DIAG_BY_FAMILY, tcp),
              (FoundListener{*net::Address::parse("127.0.0.1"), 5353, false, 33, 44}));
    EXPECT_EQ(decode_listener(SOCK_DIAG_BY_FAMILY, udp),
              (FoundListener{*net::Address::parse("::"), 5353, true, 33, 44}));
}

TEST(PortHolder, AnOlderKernelDoesNotTellTheGroup) {
    auto older = udp;
    older.resize(72);
    EXPECT_EQ(decode_listener(SOCK_DIAG_BY_FAMILY, older),
              (FoundListener{*net::Address::parse("::"), 5353, false, 33, 0}));
}

TEST(PortHolder, WhatIsNoSocketIsNone) {
    EXPECT_FALSE(decode_listener(SOCK_DIAG_BY_FAMILY + 1, tcp));
    EXPECT_FALSE(decode_listener(SOCK_DIAG_BY_FAMILY, Bytes(tcp).first(71)));
    auto unix_socket = tcp;
    unix_socket[0] = 1;
    EXPECT_FALSE(decode_listener(SOCK_DIAG_BY_FAMILY, unix_socket));
}

TEST(Cgroup, IsOfTheFirstPartThatIsNoSlice) {
    EXPECT_EQ(unit_of_cgroup("/system.slice/dnsmasq.service"), "dnsmasq.service");
    EXPECT_EQ(unit_of_cgroup("/pic.slice/pic-dns.slice/pic-dns.service"), "pic-dns.service");
    EXPECT_EQ(unit_of_cgroup("/system.slice/system-dnsmasq.slice/dnsmasq@lan.service/inner"),
              "dnsmasq@lan.service");
    EXPECT_EQ(unit_of_cgroup("/user.slice/user-1000.slice/user@1000.service/app.slice/a.service"),
              "user@1000.service");
    EXPECT_EQ(unit_of_cgroup("/init.scope"), "init.scope");
    EXPECT_EQ(unit_of_cgroup("/system.slice/_cgroup.service"), "cgroup.service");
    for (const auto* none : {"", "/", "/system.slice", "/machine/container", "/.service"})
        EXPECT_EQ(unit_of_cgroup(none), "") << none;
}

} // namespace pic::kernel
