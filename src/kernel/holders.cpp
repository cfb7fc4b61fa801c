// Who listens on a port: the sockets, then the names of those whose they are.
#include "base/local_user.hpp"
#include "kernel/cgroup.hpp"
#include "kernel/netlink_kernel.hpp"
#include "kernel/port_holder.hpp"
#include "net/name.hpp"

namespace pic::kernel {

using namespace ports;

namespace {

constexpr std::size_t longest_user = 64;

std::string user_name(std::uint32_t id) {
    const auto name = local_user(id);
    return name ? net::to_line(*name, longest_user) : std::to_string(id);
}

} // namespace

Result<std::vector<PortHolder>> NetlinkKernel::holders(const Port& port) {
    // A WireGuard socket is the kernel's own, made by whoever brought the device up: that one's
    // names would mislead.
    if (port.transport == Transport::udp) {
        PIC_LET(device, wireguard_on(port.number));
        if (!device.empty()) return std::vector{PortHolder{.port = port, .wireguard = device}};
    }
    PIC_LET(diagnosis, Socket::open(NETLINK_SOCK_DIAG));
    std::vector<FoundListener> found;
    for (const auto family : {net::Family::v4, net::Family::v6}) {
        std::vector<FoundListener> some;
        auto message = list_listeners(family, port);
        const auto answer = diagnosis.dump(
            message, [&] { some.clear(); },
            [&](const Socket::Part& part) {
                const auto each = decode_listener(part.type, part.payload);
                if (each && each->port == port.number) some.push_back(*each);
            });
        PIC_TRY(status(answer,
                       "the sockets of port " + std::to_string(port.number) + " cannot be listed"));
        found.insert(found.end(), some.begin(), some.end());
    }
    std::vector<PortHolder> holders;
    for (const auto& each : found) {
        const auto unit = each.cgroup == 0 ? "" : unit_of_cgroup(cgroup_path(each.cgroup));
        holders.push_back({port, each.address, each.only_v6, unit, user_name(each.user), {}});
    }
    return holders;
}

Result<std::string> NetlinkKernel::wireguard_on(std::uint16_t port) {
    Snapshot snapshot;
    PIC_TRY(dump_links(snapshot));
    for (const auto& link : snapshot.host.links) {
        if (link.kind != "wireguard" || !link.up) continue; // one that is down has no socket
        const auto reading = read_wireguard(link.name);
        if (reading && reading->device.port == port) return link.name;
    }
    return std::string();
}

} // namespace pic::kernel
