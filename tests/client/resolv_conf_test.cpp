#include "client/resolv_conf.hpp"

#include <filesystem>
#include <gtest/gtest.h>

namespace pic::client {

namespace {

std::string texts(const std::vector<Server>& servers) {
    std::string text;
    for (const auto& server : servers)
        text += server.text() + (server.device.empty() ? "" : "%" + server.device) + " ";
    return text;
}

} // namespace

TEST(ResolvConf, NamesServersInOrder) {
    EXPECT_EQ(texts(parse_resolv_conf("# of the network\n"
                                      "search home.example\n"
                                      "nameserver 192.168.1.1\n"
                                      "  nameserver\t2001:db8::53 # second\r\n"
                                      "nameserver fe80::1%eth0")),
              "192.168.1.1:53 [2001:db8::53]:53 [fe80::1]:53%eth0 ");
}

TEST(ResolvConf, PassesOverWhatIsNoServer) {
    EXPECT_EQ(
        texts(parse_resolv_conf("nameserver\nnameserver localhost\nnameservers 9.9.9.9\n"
                                ";nameserver 9.9.9.9\nnameserver fe80::1%\nnameserver 1.1.1.1")),
        "1.1.1.1:53 ");
}

TEST(ResolvConf, TakesNoMoreThanTheCLibraryDoes) {
    EXPECT_EQ(texts(parse_resolv_conf("nameserver 1.0.0.1\nnameserver 1.0.0.2\n"
                                      "nameserver 1.0.0.3\nnameserver 1.0.0.4\n")),
              "1.0.0.1:53 1.0.0.2:53 1.0.0.3:53 ");
}

TEST(ResolvConf, WithoutServersMeansThisMachine) {
    EXPECT_EQ(texts(parse_resolv_conf("")), "127.0.0.1:53 ");
    EXPECT_EQ(texts(parse_resolv_conf("options edns0\n")), "127.0.0.1:53 ");
    EXPECT_EQ(texts(system_resolvers("/nonexistent/resolv.conf")), "127.0.0.1:53 ");
}

} // namespace pic::client
