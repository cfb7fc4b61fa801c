// A host behind a router behind a provider, in namespaces; the servers of the internet are the
// provider's own addresses.
#include "endpoint/ask.hpp"

#include <fstream>
#include <gtest/gtest.h>

#include "client/loopback.hpp"
#include "client/nat_pmp_message.hpp"
#include "kernel/namespace.hpp"
#include "netns/chain.hpp"

namespace pic::endpoint {

namespace {

using client::Bytes;
using client::ByteView;
using client::Datagram;
using client::UdpServer;
using client::Writer;

constexpr std::uint16_t stun_port = 3478, dns_port = 53;

UdpServer::Answer sees(const std::string& text) {
    const auto masked = net::Address::parse(text)->to_v4() ^ 0x2112a442;
    return [=](ByteView question) {
        Writer writer;
        writer.u16(0x0101).u16(12).bytes(question.subspan(4, 16));
        writer.u16(0x0020).u16(8).u16(1).u16(0xa147).u32(masked);
        return std::vector<Datagram>{{writer.take()}};
    };
}

UdpServer::Answer nat_pmp(const std::string& text) {
    return [=](ByteView) {
        Writer writer;
        writer.u16(0x0080).u16(0).u32(1).u32(net::Address::parse(text)->to_v4());
        return std::vector<Datagram>{{writer.take()}};
    };
}

// Every name has this address.
UdpServer::Answer names(const std::string& text) {
    return [=](ByteView question) {
        Writer writer;
        writer.bytes(question.first(2))
            .u16(0x8180)
            .u16(1)
            .u16(1)
            .u32(0)
            .bytes(question.subspan(12));
        writer.u16(0xc00c).u16(1).u16(1).u32(60).u16(4).bytes(net::Address::parse(text)->bytes());
        return std::vector<Datagram>{{writer.take()}};
    };
}

struct Network {
    Network() {
        chain.host_to_router("192.168.1.10/24", "192.168.1.1/24");
        chain.router_to_provider("100.64.0.2/24", "100.64.0.1/24");
        chain.in_provider([] {
            netns::shell("ip address add 159.69.191.124/32 dev core && "
                         "ip address add 217.10.68.152/32 dev core");
        });
        question.uplink = {"eth0", *net::Address::parse("192.168.1.10"),
                           net::Address::parse("192.168.1.1").value()};
        question.resolv_conf = folder.path + "/resolv.conf";
        std::ofstream(question.resolv_conf) << "nameserver 192.168.1.1\n";
    }

    UdpServer& provider(UdpServer::Answer answer, const std::string& address, std::uint16_t port) {
        chain.in_provider([&] {
            servers.push_back(std::make_unique<UdpServer>(std::move(answer), address, port));
        });
        return *servers.back();
    }
    UdpServer& router(UdpServer::Answer answer, std::uint16_t port) {
        chain.in_router([&] {
            servers.push_back(std::make_unique<UdpServer>(std::move(answer), "192.168.1.1", port));
        });
        return *servers.back();
    }

    netns::Chain chain;
    kernel::Folder folder;
    std::vector<std::unique_ptr<UdpServer>> servers;
    Question question;
};

std::string text(const std::optional<net::Address>& address) {
    return address ? address->text() : "-";
}

} // namespace

TEST(Ask, HearsStunTheRouterAndTheHopBehindIt) {
    Network network;
    network.router(names("159.69.191.124"), dns_port);
    network.router(nat_pmp("100.64.0.2"), client::nat_pmp_port);
    network.provider(sees("62.0.0.2"), "159.69.191.124", stun_port);
    network.question.stun_servers = {{"stun.example.org", 0}};
    const auto heard = ask(network.question);
    EXPECT_EQ(text(heard.stun), "62.0.0.2");
    EXPECT_EQ(heard.stun_server, "stun.example.org");
    EXPECT_EQ(text(heard.router), "100.64.0.2");
    EXPECT_EQ(text(heard.hop), "100.64.0.1");
}

TEST(Ask, AsksNoStunServerWhenNoneIsNamed) {
    Network network;
    auto& server = network.provider(sees("62.0.0.2"), "159.69.191.124", stun_port);
    const auto heard = ask(network.question);
    EXPECT_EQ(text(heard.stun), "-");
    EXPECT_EQ(text(heard.router), "-");
    EXPECT_EQ(server.questions(), 0);
}

TEST(Ask, BelievesWhatIsKnownAndNoChangeOfWhichEachServerSeesAnother) {
    Network network;
    network.question.stun_servers = {{"159.69.191.124", 3478}, {"217.10.68.152", 3478}};
    auto& first = network.provider(sees("62.0.0.3"), "159.69.191.124", stun_port);
    auto& second = network.provider(sees("62.0.0.2"), "217.10.68.152", stun_port);
    network.question.known = net::Address::parse("62.0.0.2").value();
    EXPECT_EQ(text(ask(network.question).stun), "62.0.0.2");
    EXPECT_EQ(first.questions(), 1);
    EXPECT_EQ(second.questions(), 1);
    network.question.known = net::Address::parse("62.0.0.3").value();
    EXPECT_EQ(text(ask(network.question).stun), "62.0.0.3");
    EXPECT_EQ(second.questions(), 1); // what is known needs no second word
    network.question.known = net::Address::parse("62.0.0.9").value();
    EXPECT_EQ(text(ask(network.question).stun), "-"); // each sees another one
    EXPECT_EQ(second.questions(), 2);
}

TEST(Ask, BelievesOneServerOfAChangeWhereNoOtherAnswersAndTheRouterDoesNotDeny) {
    Network network;
    network.question.stun_servers = {{"159.69.191.124", 3478}, {"217.10.68.152", 3478}};
    network.provider(sees("62.0.0.2"), "217.10.68.152", stun_port);
    network.question.known = net::Address::parse("62.0.0.9").value();
    EXPECT_EQ(text(ask(network.question).stun), "62.0.0.2");
    network.router(nat_pmp("62.0.0.9"), client::nat_pmp_port);
    const auto denied = ask(network.question);
    EXPECT_EQ(text(denied.stun), "-");
    EXPECT_EQ(denied.stun_server, "");
    EXPECT_EQ(text(denied.router), "62.0.0.9");
}

TEST(Ask, BelievesAChangeThatTwoServersSee) {
    Network network;
    constexpr std::uint16_t other_port = 3479;
    network.question.stun_servers = {
        {"159.69.191.124", stun_port}, {"217.10.68.152", stun_port}, {"217.10.68.152", other_port}};
    network.provider(sees("62.0.0.3"), "159.69.191.124", stun_port);
    network.provider(sees("62.0.0.2"), "217.10.68.152", stun_port);
    auto& third = network.provider(sees("62.0.0.2"), "217.10.68.152", other_port);
    network.question.known = net::Address::parse("62.0.0.9").value();
    EXPECT_EQ(text(ask(network.question).stun), "62.0.0.2");
    EXPECT_EQ(third.questions(), 1);
}

TEST(Ask, DoesNotBelieveAPrivateAddressAndGoesOnToTheNextServer) {
    Network network;
    network.provider(sees("10.0.0.9"), "159.69.191.124", stun_port);
    network.provider(sees("62.0.0.2"), "217.10.68.152", stun_port);
    network.question.stun_servers = {{"159.69.191.124", 3478}, {"217.10.68.152", 3478}};
    EXPECT_EQ(text(ask(network.question).stun), "62.0.0.2");
}

TEST(Ask, NeverAsksTheCellsOwnNameServer) {
    Network network;
    auto& server = network.router(names("159.69.191.124"), dns_port);
    network.provider(sees("62.0.0.2"), "159.69.191.124", stun_port);
    network.question.stun_servers = {{"stun.example.org", 3478}};
    network.question.not_resolvers = {*net::Address::parse("192.168.1.1")};
    EXPECT_EQ(text(ask(network.question).stun), "-");
    EXPECT_EQ(server.questions(), 0);
}

} // namespace pic::endpoint
