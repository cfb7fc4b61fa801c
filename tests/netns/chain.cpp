#include "netns/chain.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <sched.h>
#include <stdexcept>

namespace pic::netns {

namespace {

Fd this_namespace() {
    return Fd(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
}

Fd new_namespace() {
    if (unshare(CLONE_NEWNET) != 0) throw std::runtime_error("these tests need root");
    shell("ip link set lo up");
    return this_namespace();
}

void enter(const Fd& network) {
    if (setns(network.get(), CLONE_NEWNET) != 0) throw std::runtime_error("setns failed");
}

std::string path_of(const Fd& network) {
    return "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(network.get());
}

std::string without_length(const std::string& address) {
    return address.substr(0, address.find('/'));
}

void give(const std::string& device, const std::string& address) {
    shell("ip address add " + address + " dev " + device + " && ip link set " + device + " up");
}

} // namespace

void shell(const std::string& command) {
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
}

Chain::Chain() :
    home_(this_namespace()), host_(new_namespace()), router_(new_namespace()),
    provider_(new_namespace()) {
    for (const auto* place : {&router_, &provider_})
        in(*place, [] { shell("sysctl -qw net.ipv4.ip_forward=1"); });
    enter(host_);
}

Chain::~Chain() {
    setns(home_.get(), CLONE_NEWNET);
}

void Chain::in(const Fd& place, const std::function<void()>& body) {
    enter(place);
    body();
    enter(host_);
}

void Chain::host_to_router(const std::string& host, const std::string& router) {
    shell("ip link add eth0 type veth peer name lan netns " + path_of(router_));
    in_router([&] { give("lan", router); });
    give("eth0", host);
    shell("ip route add default via " + without_length(router));
}

void Chain::router_to_provider(const std::string& router, const std::string& provider) {
    in_router([&] {
        shell("ip link add wan type veth peer name home netns " + path_of(provider_));
        give("wan", router);
    });
    in_provider([&] {
        give("home", provider);
        shell("ip link add core type veth peer name nowhere && ip link set nowhere up && "
              "ip link set core up && ip route add default dev core");
        // Instead of translating: the way back.
        shell("ip route add 192.168.0.0/16 via " + without_length(router));
    });
    in_router([&] { shell("ip route add default via " + without_length(provider)); });
}

} // namespace pic::netns
