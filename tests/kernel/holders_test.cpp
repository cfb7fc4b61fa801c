// Real sockets in a namespace of the test's own, found by the kernel that has them.
#include <arpa/inet.h>
#include <fstream>
#include <gmock/gmock.h>
#include <sys/socket.h>

#include "base/fd.hpp"
#include "kernel/namespace.hpp"
#include "kernel/netlink_kernel.hpp"

namespace pic::kernel {

using namespace ports;

namespace {

constexpr std::uint16_t number = 5353;
constexpr Port tcp{Transport::tcp, number}, udp{Transport::udp, number};

Fd listener(int type, const char* address) {
    Fd fd(socket(AF_INET, type, 0));
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(number);
    inet_pton(AF_INET, address, &name.sin_addr);
    EXPECT_EQ(bind(fd.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
    if (type == SOCK_STREAM) {
        EXPECT_EQ(listen(fd.get(), 1), 0);
    }
    return fd;
}

Fd listener6(int type) {
    Fd fd(socket(AF_INET6, type, 0));
    sockaddr_in6 name{};
    name.sin6_family = AF_INET6;
    name.sin6_port = htons(number);
    EXPECT_EQ(bind(fd.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
    return fd;
}

std::vector<PortHolder> holders(const Port& port) {
    const Folder folder;
    auto kernel = NetlinkKernel::open(folder.path);
    EXPECT_TRUE(kernel) << kernel.error().text();
    auto found = (*kernel)->holders(port);
    EXPECT_TRUE(found) << found.error().text();
    return std::move(*found);
}

// This process in a control group as systemd would make it, for as long as the object lives.
class InService {
  public:
    InService() {
        const bool alone = std::filesystem::exists("/sys/fs/cgroup/cgroup.controllers");
        top_ = alone ? "/sys/fs/cgroup" : "/sys/fs/cgroup/unified";
        std::ifstream self("/proc/self/cgroup");
        for (std::string line; std::getline(self, line);)
            if (line.starts_with("0::")) before_ = top_ + line.substr(3);
        std::filesystem::create_directories(folder());
        enter(folder());
    }
    ~InService() {
        enter(before_);
        std::filesystem::remove(folder());
        std::filesystem::remove(top_ + "/pic-test.slice");
    }

  private:
    std::string folder() const { return top_ + "/pic-test.slice/holder.service"; }
    static void enter(const std::string& group) { std::ofstream(group + "/cgroup.procs") << 0; }
    std::string top_, before_;
};

} // namespace

TEST(Holders, AreNamedByUnitAndUser) {
    in_namespace([] {
        const InService service;
        const auto fd = listener(SOCK_STREAM, "127.0.0.1");
        EXPECT_THAT(
            holders(tcp),
            testing::ElementsAre(PortHolder{
                tcp, *net::Address::parse("127.0.0.1"), false, "holder.service", "root", {}}));
    });
}

TEST(Holders, AreThoseOfThePortAndTransportAlone) {
    in_namespace([] {
        const auto fd = listener(SOCK_DGRAM, "0.0.0.0");
        EXPECT_THAT(holders(tcp), testing::IsEmpty());
        EXPECT_THAT(holders({Transport::udp, number + 1}), testing::IsEmpty());
        ASSERT_EQ(holders(udp).size(), 1U);
        EXPECT_EQ(holders(udp).front().address, net::Address());
    });
}

TEST(Holders, OfIPv6OnAllAddressesHoldIPv4Too) {
    in_namespace([] {
        const auto fd = listener6(SOCK_DGRAM);
        const auto found = holders(udp);
        ASSERT_EQ(found.size(), 1U);
        EXPECT_TRUE(stands_in_the_way(found.front(), *net::Address::parse("10.9.0.1")));
    });
}

TEST(Holders, WhoOnlyTalksFromThePortIsNone) {
    in_namespace([] {
        shell("ip link set lo up");
        const auto server = listener(SOCK_STREAM, "127.0.0.1");
        Fd client(socket(AF_INET, SOCK_STREAM, 0));
        sockaddr_in name{};
        name.sin_family = AF_INET;
        name.sin_port = htons(number);
        name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ASSERT_EQ(connect(client.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
        EXPECT_EQ(holders(tcp).size(), 1U);
    });
}

} // namespace pic::kernel
