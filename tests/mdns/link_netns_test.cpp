// Real sockets on a real link: the cell's end is in one namespace, who asks is in another.
#include "mdns/link.hpp"

#include <array>
#include <boost/asio/io_context.hpp>
#include <fcntl.h>
#include <future>
#include <net/if.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "base/fd.hpp"
#include "kernel/namespace.hpp"
#include "mdns/packets.hpp"

namespace pic::mdns {

namespace {

using namespace std::chrono_literals;
using kernel::in_namespace;
using kernel::shell;

// Two machines on one wire: this thread's namespace with cell0, and the neighbour's, by name.
class Wire {
  public:
    Wire() {
        shell("ip netns add " + name);
        shell("ip link set lo up && ip link add cell0 type veth peer name far0 netns " + name +
              " && ip link set cell0 up && ip addr add 192.168.7.1/24 dev cell0 && "
              "ip addr add fd00:7::1/64 dev cell0 nodad");
        shell("ip -n " + name + " link set lo up && ip -n " + name + " link set far0 up && ip -n " +
              name + " addr add 192.168.7.2/24 dev far0 && ip -n " + name +
              " route add 224.0.0.0/4 dev far0");
    }
    ~Wire() { shell("ip netns del " + name); }
    // Asks the group from the neighbour's machine, as a resolver that knows nothing of multicast;
    // what came back within a second, or nothing.
    Bytes ask(const Bytes& question) const {
        Bytes answer;
        std::thread([&] {
            const Fd there(open(("/run/netns/" + name).c_str(), O_RDONLY | O_CLOEXEC));
            ASSERT_EQ(setns(there.get(), CLONE_NEWNET), 0);
            const Fd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
            const timeval patience{1, 0};
            setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
            const auto to = group(net::Family::v4);
            ASSERT_GT(sendto(socket.get(), question.data(), question.size(), 0, to.data(),
                             static_cast<socklen_t>(to.size())),
                      0);
            answer.resize(9000);
            const auto size = recv(socket.get(), answer.data(), answer.size(), 0);
            answer.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
        }).join();
        return answer;
    }
    const std::string name = "pic-mdns-" + std::to_string(getpid());
};

Meaning meaning() {
    return {home,
            {address("192.168.7.1"), address("fd00:7::1")},
            {*net::Prefix::parse("192.168.7.0/24"), *net::Prefix::parse("fe80::/10")},
            {},
            {address("192.168.7.1"), address("fd00:7::1")}};
}

struct Cell {
    explicit Cell(net::Family family) {
        auto socket = open_socket(loop, family, static_cast<int>(if_nametoindex("cell0")));
        EXPECT_TRUE(socket) << socket.error().text();
        link = std::make_shared<Link>(std::move(*socket), family, meaning(), [] {});
        link->start();
    }
    bool run_until(const std::function<bool()>& condition) {
        const auto end = std::chrono::steady_clock::now() + 10s;
        while (!condition() && std::chrono::steady_clock::now() < end)
            loop.run_one_for(50ms);
        return condition();
    }
    bool run_until(Standing standing) {
        return run_until([&] { return link->responder().standing() == standing; });
    }
    boost::asio::io_context loop;
    std::shared_ptr<Link> link;
};

} // namespace

TEST(MdnsLink, AnswersWhoAsksTheGroup) {
    in_namespace([] {
        const Wire wire;
        Cell cell(net::Family::v4);
        ASSERT_TRUE(cell.run_until(Standing::ours));
        auto asked = std::async(std::launch::async, [&] { return wire.ask(avahi_question()); });
        ASSERT_TRUE(
            cell.run_until([&] { return asked.wait_for(0s) == std::future_status::ready; }));
        const auto answer = parse(asked.get(), home);
        ASSERT_TRUE(answer);
        ASSERT_EQ(answer->known.size(), 1U);
        EXPECT_EQ(answer->known[0].address, address("192.168.7.1"));
        cell.link->stop();
    });
}

TEST(MdnsLink, SharesThePortAndGivesWayToAnother) {
    in_namespace([] {
        const Wire wire;
        Cell first(net::Family::v6), second(net::Family::v6);
        EXPECT_TRUE(first.run_until(Standing::ours));
        EXPECT_TRUE(second.run_until(Standing::ours)) << "both say the same";
        auto other = meaning();
        other.addresses = other.machine = {address("fd00:7::9")};
        second.link->change(other);
        const auto both = [&] {
            second.loop.poll();
            return second.link->responder().standing() == Standing::taken;
        };
        EXPECT_TRUE(first.run_until(both));
        EXPECT_EQ(second.link->responder().rival(), address("192.168.7.1"));
        EXPECT_EQ(first.link->responder().standing(), Standing::ours);
        first.link->stop();
        second.link->stop();
    });
}

TEST(MdnsLink, HearsNothingFromAnotherDevice) {
    in_namespace([] {
        const Wire wire;
        shell("ip link add other0 type veth peer name other1 && ip link set other0 up && "
              "ip addr add 192.168.7.77/24 dev other0");
        boost::asio::io_context loop;
        auto here = open_socket(loop, net::Family::v4, static_cast<int>(if_nametoindex("other0")));
        ASSERT_TRUE(here);
        Cell cell(net::Family::v4); // its probes come back by loop, on cell0 alone
        ASSERT_TRUE(cell.run_until(Standing::ours));
        std::array<std::uint8_t, 512> packet{};
        boost::system::error_code failure;
        here->receive(boost::asio::buffer(packet), 0, failure);
        EXPECT_EQ(failure, boost::asio::error::would_block);
        cell.link->stop();
    });
}

} // namespace pic::mdns
