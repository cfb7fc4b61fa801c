#include "cell/vpn_port.hpp"

#include <netinet/in.h>

#include "base/services.hpp"
#include "control/taken_ports.hpp"
#include "net/ledger.hpp"
#include "net/mdns_port.hpp"

namespace pic::cell {

namespace {

Error taken(const ports::PortHolder& holder) {
    const auto free =
        holder.wireguard.empty() ? ports::remedy(holder) : "take " + holder.wireguard + " down";
    return {Code::conflict, ports::text(holder), "/port", "choose another port, or " + free, {}};
}

} // namespace

Status check_port(std::uint16_t port) {
    for (const auto& service : services)
        if (service.udp && service.port == port)
            return fail(Code::conflict,
                        "port " + std::to_string(port) + " is taken by the cell's own service, " +
                            std::string(service.name),
                        "/port", "choose another, e.g. 51820");
    if (port == net::mdns_port)
        return fail(Code::conflict, "port 5353 is taken by the names of the local network (mDNS)",
                    "/port", "choose another, e.g. 51820");
    // CAP_NET_BIND_SERVICE would be needed, and picd has CAP_NET_ADMIN alone.
    if (port < IPPORT_RESERVED)
        return fail(Code::invalid,
                    "ports below 1024 are kept for programs with more rights than picd has",
                    "/port", "choose another, e.g. 51820 or 4500");
    return {};
}

void check_free(control::Control& control, std::uint16_t port, std::function<void(Status)> then) {
    // WireGuard listens on all addresses.
    const control::Listening wireguard{
        {ports::Transport::udp, port},
        {net::Prefix::all(net::Family::v4).base(), net::Prefix::all(net::Family::v6).base()}};
    control::find_taken(control, {wireguard}, "the VPN", [then = std::move(then)](auto holders) {
        std::erase_if(holders, [](const auto& each) { return each.wireguard == net::cell_device; });
        then(holders.empty() ? Status() : Status(fail(taken(holders.front()))));
    });
}

} // namespace pic::cell
