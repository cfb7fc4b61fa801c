// Real packets over loopback, in a namespace of the test's own whose rules make the kernel track
// connections.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>

#include "base/fd.hpp"
#include "kernel/namespace.hpp"
#include "kernel/netlink_kernel.hpp"

namespace pic::kernel {

namespace {

constexpr std::uint16_t number = 51820;

sockaddr_in at(std::uint16_t port) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    inet_pton(AF_INET, "127.0.0.1", &name.sin_addr);
    return name;
}

Fd udp(std::uint16_t port) {
    Fd fd(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const auto name = at(port);
    EXPECT_EQ(bind(fd.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
    return fd;
}

void send(const Fd& from, std::uint16_t port) {
    const auto name = at(port);
    EXPECT_EQ(sendto(from.get(), "x", 1, 0, reinterpret_cast<const sockaddr*>(&name), sizeof name),
              1);
}

void track() {
    shell("ip link set lo up");
    ASSERT_TRUE(run_nft("table inet t { chain c { type filter hook input priority 0; "
                        "ct state new accept; }; }"));
}

} // namespace

TEST(Connections, AreThoseToThePortAndWhetherTheyAreAnswered) {
    in_namespace([] {
        track();
        const Folder folder;
        auto kernel = NetlinkKernel::open(folder.path);
        ASSERT_TRUE(kernel) << kernel.error().text();
        EXPECT_THAT((*kernel)->udp_connections(number).value(), testing::IsEmpty());
        const auto server = udp(number), other = udp(5353), client = udp(40000);
        send(client, 5353);
        EXPECT_THAT((*kernel)->udp_connections(number).value(), testing::IsEmpty());
        send(client, number);
        const auto here = *net::Address::parse("127.0.0.1");
        EXPECT_THAT((*kernel)->udp_connections(number).value(),
                    testing::ElementsAre(ports::UdpConnection{here, false}));
        // What is for somebody else is none of this machine's.
        shell("ip link add out type veth peer name far && ip link set far up && ip link set out up "
              "&& ip address add 10.3.0.1/24 dev "
              "out");
        sockaddr_in other_machine = at(number);
        inet_pton(AF_INET, "10.3.0.9", &other_machine.sin_addr);
        const Fd away(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        ASSERT_EQ(sendto(away.get(), "x", 1, 0, reinterpret_cast<const sockaddr*>(&other_machine),
                         sizeof other_machine),
                  1);
        EXPECT_EQ((*kernel)->udp_connections(number)->size(), 1U);
        send(server, 40000);
        EXPECT_THAT((*kernel)->udp_connections(number).value(),
                    testing::ElementsAre(ports::UdpConnection{here, true}));
    });
}

} // namespace pic::kernel
