#include "hostfirewall/real_host.hpp"

#include <cstdio>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/socket.h>

#include "base/fd.hpp"
#include "hostfirewall/frame.hpp"

namespace pic::hostfirewall {

namespace {

// Each end of a pair stands for the wire: what is sent into "…-wire" arrives at the device. The
// counters see what all other filters let through.
constexpr const char* make_uplink = R"(set -e
    sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
        net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 \
        net.ipv6.conf.default.accept_dad=0
    ip link set lo up
    ip link add eth0 address 02:00:00:00:00:01 type veth peer name eth0-wire
    sysctl -qw net.ipv6.conf.eth0-wire.disable_ipv6=1
    ip link set eth0-wire up arp off
    ip link set eth0 up
    ip address add 192.0.2.7/24 dev eth0
    ip address add 2001:db8::7/64 dev eth0
    for a in 192.0.2.1 2001:db8::1; do ip neigh add $a lladdr 02:00:00:00:00:63 dev eth0; done
    ip route add default via 192.0.2.1
    ip route add default via 2001:db8::1
)";
constexpr const char* make_vpn_device = R"(set -e
    ip link add pic0 address 02:00:00:00:00:01 type veth peer name pic0-wire
    sysctl -qw net.ipv6.conf.pic0-wire.disable_ipv6=1
    ip link set pic0-wire up arp off
    ip link set pic0 up
    ip address add 10.9.0.1/20 dev pic0
    ip address add fd00:9::1/64 dev pic0
    for a in 10.9.0.2 10.9.0.3 fd00:9::2 fd00:9::3; do
        ip neigh add $a lladdr 02:00:00:00:00:63 dev pic0
    done
    nft -f - <<END
    table inet passed {
        counter seen { }
        chain input { type filter hook input priority 1000
            iif { eth0, pic0 } meta l4proto { tcp, udp } counter name seen; }
        chain post { type filter hook postrouting priority 1000
            iif { eth0, pic0 } meta l4proto { tcp, udp } counter name seen; }
    }
END
)";
constexpr std::array<std::uint8_t, 6> receiver = {2, 0, 0, 0, 0, 1};

// The first packet of the connection that `answer` belongs to.
Packet asking(const Packet& answer) {
    auto packet = answer;
    packet.in = *answer.out;
    packet.out = answer.in;
    std::swap(packet.from, packet.to);
    packet.reply = false;
    return packet;
}

} // namespace

RealHost::RealHost() : inputs_(plan::small_cell()) {
    kernel::shell(make_uplink);
    kernel_ = std::move(*kernel::NetlinkKernel::open(folder_.path));
    plan::add_peer(inputs_, "a", 2);
    plan::add_peer(inputs_, "b", 3);
    for (const auto* id : {"a", "b"}) {
        auto peer = *inputs_.view.peers.find(id);
        peer.value.permissions = {true, true, true, true};
        inputs_.view.peers.put(peer);
    }
    inputs_.view.wireguard.value.port = 51820;
    apply_rules();
    kernel::shell(make_vpn_device);
    inputs_.host.links.push_back(
        {static_cast<int>(if_nametoindex("pic0")), "pic0", "wireguard", 1420, true});
}

// The cell's own, before there is a device of its name: a real one would have to be WireGuard's.
void RealHost::apply_rules() {
    auto snapshot = kernel_->dump(inputs_.ledger);
    ASSERT_TRUE(snapshot) << snapshot.error().text();
    inputs_.host = snapshot->host;
    std::vector<ports::KernelStep> steps;
    for (auto& object : plan::wanted_by_all(inputs_))
        if (std::holds_alternative<ports::Ruleset>(object) ||
            std::holds_alternative<ports::SetElement>(object))
            steps.push_back({ports::Verb::add, std::move(object), {}});
    for (const auto& outcome : kernel_->apply(steps))
        ASSERT_TRUE(outcome) << outcome.error().text();
}

ports::netfilter::Ruleset RealHost::ruleset() {
    auto read = kernel_->netfilter();
    EXPECT_TRUE(read) << read.error().text();
    return std::move(*read);
}

std::optional<bool> RealHost::passes(const Packet& packet) {
    const auto port = ++next_port_;
    if (packet.reply) {
        const auto question = asking(packet);
        send(question, {port, 443});
        if (counted() == 0) return {};
        // By then its source is this machine: that is where the answer goes.
        auto answer = packet;
        for (const auto& own : inputs_.host.addresses)
            if (own.device == packet.in.name && own.address.family() == packet.to.family() &&
                !plan::prefix("fe80::/10").contains(own.address))
                answer.to = own.address;
        send(answer, {443, port});
    } else {
        send(packet, {port, packet.port});
    }
    return counted() > 0;
}

// Into the other end of the device's pair. Loading a frame into a veth delivers it: when the call
// returns, the receiving end has it in its queue, and reading the counters waits for that.
void RealHost::send(const Packet& packet, Ports ports) {
    const auto bytes = frame(packet, ports, receiver);
    const Fd socket(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0));
    sockaddr_ll wire{};
    wire.sll_family = AF_PACKET;
    wire.sll_ifindex = static_cast<int>(if_nametoindex((packet.in.name + "-wire").c_str()));
    ASSERT_EQ(sendto(socket.get(), bytes.data(), bytes.size(), 0,
                     reinterpret_cast<const sockaddr*>(&wire), sizeof wire),
              static_cast<ssize_t>(bytes.size()));
}

unsigned RealHost::counted() {
    FILE* pipe = popen("nft reset counters table inet passed", "r");
    std::string text;
    for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe))
        text += static_cast<char>(c);
    EXPECT_EQ(pclose(pipe), 0);
    const auto at = text.find("packets ", text.find("counter"));
    return at == std::string::npos ? 0 : static_cast<unsigned>(std::stoul(text.substr(at + 8)));
}

} // namespace pic::hostfirewall
