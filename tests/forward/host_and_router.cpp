#include "forward/host_and_router.hpp"

#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <net/if.h>
#include <netinet/icmp6.h>
#include <sched.h>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace pic::forward {

namespace {

Fd this_namespace() {
    return Fd(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
}

void enter(const Fd& network) {
    if (setns(network.get(), CLONE_NEWNET) != 0) throw std::runtime_error("setns failed");
}

Fd new_namespace() {
    if (unshare(CLONE_NEWNET) != 0) throw std::runtime_error("these tests need root");
    shell("ip link set lo up");
    return this_namespace();
}

struct Advertisement {
    nd_router_advert head{};
    nd_opt_prefix_info prefix{};
};

Advertisement advertisement(std::chrono::seconds lifetime) {
    Advertisement message;
    message.head.nd_ra_type = ND_ROUTER_ADVERT;
    message.head.nd_ra_curhoplimit = 64;
    message.head.nd_ra_router_lifetime = htons(static_cast<std::uint16_t>(lifetime.count()));
    message.prefix.nd_opt_pi_type = ND_OPT_PREFIX_INFORMATION;
    message.prefix.nd_opt_pi_len = sizeof message.prefix / 8;
    message.prefix.nd_opt_pi_prefix_len = 64;
    message.prefix.nd_opt_pi_flags_reserved = ND_OPT_PI_FLAG_ONLINK | ND_OPT_PI_FLAG_AUTO;
    message.prefix.nd_opt_pi_valid_time = htonl(3600);
    message.prefix.nd_opt_pi_preferred_time = htonl(3600);
    const std::uint8_t prefix[] = {0x20, 0x01, 0x0d, 0xb8, 0, 1};
    std::memcpy(&message.prefix.nd_opt_pi_prefix, prefix, sizeof prefix);
    return message;
}

void send_advertisement(std::chrono::seconds lifetime, const std::string& device) {
    const Fd socket(::socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6));
    const int hops = 255; // RFC 4861: anything less was forwarded and is not believed
    const int index = static_cast<int>(if_nametoindex(device.c_str()));
    setsockopt(socket.get(), IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops, sizeof hops);
    setsockopt(socket.get(), IPPROTO_IPV6, IPV6_MULTICAST_IF, &index, sizeof index);
    sockaddr_in6 all_nodes{};
    all_nodes.sin6_family = AF_INET6;
    all_nodes.sin6_addr.s6_addr[0] = 0xff;
    all_nodes.sin6_addr.s6_addr[1] = 0x02;
    all_nodes.sin6_addr.s6_addr[15] = 1;
    const auto message = advertisement(lifetime);
    // The device's own address takes a moment to be usable after the device came up.
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (sendto(socket.get(), &message, sizeof message, 0,
                  reinterpret_cast<const sockaddr*>(&all_nodes), sizeof all_nodes) < 0) {
        if (std::chrono::steady_clock::now() > end)
            throw std::runtime_error("cannot send an advertisement");
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

} // namespace

bool within(std::chrono::milliseconds limit, const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

void shell(const std::string& command) {
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
}

std::string output(const std::string& command) {
    std::string text;
    FILE* pipe = popen(command.c_str(), "re");
    char buffer[4096];
    while (const auto length = fread(buffer, 1, sizeof buffer, pipe))
        text.append(buffer, length);
    pclose(pipe);
    return text;
}

HostAndRouter::HostAndRouter() :
    home_(this_namespace()), host_(new_namespace()), router_(new_namespace()) {
    enter(host_);
    add_cable("up0", "down0");
}

HostAndRouter::~HostAndRouter() {
    setns(home_.get(), CLONE_NEWNET);
}

void HostAndRouter::in_router(const std::function<void()>& body) {
    enter(router_);
    body();
    enter(host_);
}

void HostAndRouter::add_cable(const std::string& host_side, const std::string& router_side) {
    const std::string router =
        "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(router_.get());
    // No duplicate address detection: it would only make every test a second longer.
    shell("ip link add " + host_side + " type veth peer name " + router_side + " netns " + router);
    shell("sysctl -qw net.ipv6.conf." + host_side + ".accept_dad=0");
    shell("ip link set " + host_side + " up");
    in_router([&] {
        shell("sysctl -qw net.ipv6.conf." + router_side + ".accept_dad=0");
        shell("ip link set " + router_side + " up");
    });
}

void HostAndRouter::advertise(std::chrono::seconds lifetime, const std::string& device) {
    in_router([&] {
        within(std::chrono::seconds(5), [&] {
            return output("ip -6 -o addr show dev " + device + " scope link").find("fe80") !=
                   std::string::npos;
        });
        send_advertisement(lifetime, device);
    });
}

bool has_default_route(const std::string& device) {
    // A look-up, because expired routes are listed until the kernel gets round to removing them.
    return output("ip -6 route get 2001:db8:ffff::1 2>/dev/null").find("dev " + device + " ") !=
           std::string::npos;
}

int setting(const std::string& device, const std::string& key) {
    int value = -1;
    std::ifstream("/proc/sys/net/ipv6/conf/" + device + "/" + key) >> value;
    return value;
}

} // namespace pic::forward
