// Making it so: the device, its addresses, and the settings of all that carry the cell's packets.
#include <net/if.h>
#include <netinet/in.h>

#include "kernel/addresses.hpp"
#include "kernel/netlink_kernel.hpp"

namespace pic::kernel {

using namespace ports;

Result<int> NetlinkKernel::index_of(const std::string& device) {
    const auto index = static_cast<int>(if_nametoindex(device.c_str()));
    if (index == 0) return fail(Code::not_found, "there is no device " + device);
    return index;
}

Status NetlinkKernel::apply(const WgDevice& device, const KernelStep& step) {
    if (step.verb == Verb::remove) {
        const auto index = index_of(device.name);
        if (!index) return {};
        return gone_is_fine(ask(route_, delete_link(*index), "the device stays"));
    }
    if (step.verb == Verb::add)
        PIC_TRY(ask(route_, create_wireguard(device.name, device.mtu),
                    "the WireGuard device " + device.name + " cannot be made"));
    const auto* present = step.present ? std::get_if<WgDevice>(&*step.present) : nullptr;
    const DeviceChange change{present == nullptr || present->private_key != device.private_key,
                              present == nullptr || present->port != device.port,
                              present == nullptr || present->fwmark != device.fwmark};
    PIC_LET(family, wireguard_family());
    auto settings = set_wireguard(family, device, change);
    PIC_TRY(status_of_port(generic_.ask(settings), device.port,
                           "WireGuard refused the settings of " + device.name));
    PIC_LET(index, index_of(device.name));
    auto up = bring_up(index, device.mtu);
    return status_of_port(route_.ask(up), device.port,
                          device.name + " cannot be brought up on UDP port " +
                              std::to_string(device.port));
}

// A refusal that names who has the port, or the right that the port takes, when that is why.
Status NetlinkKernel::status_of_port(const Answer& answer, std::uint16_t port,
                                     const std::string& what) {
    if (answer) return {};
    auto error = refusal(answer, what);
    if (answer.is(EACCES) && port < IPPORT_RESERVED)
        error.remedy = "picd may not use ports below 1024: picctl wireguard update --port 51820";
    if (!answer.is(EADDRINUSE)) return fail(std::move(error));
    if (const auto found = holders({Transport::udp, port}); found && !found->empty()) {
        error.causes.push_back(text(found->front()));
        error.remedy = remedy(found->front());
    }
    return fail(std::move(error));
}

Status NetlinkKernel::apply(const DeviceSettings& settings, const KernelStep& step) {
    const auto index = index_of(settings.device);
    if (step.verb == Verb::remove) return index ? restore(settings.device, *index) : Status();
    if (!index) return fail(index.error());
    if (!settings_memory_.knows(*index)) PIC_TRY(remember(settings.device, *index));
    return ask(route_, set_forwarding(*index, settings.forwarding, settings.src_valid_mark),
               "the IPv4 settings of " + settings.device + " cannot be changed");
}

Status NetlinkKernel::remember(const std::string& device, int index) {
    auto message = list_links();
    std::optional<DeviceSettings> now;
    const auto answer = route_.dump(
        message, [&] { now.reset(); },
        [&](const Socket::Part& part) {
            const auto found = decode_link(part.type, part.payload);
            if (found && found->link.index == index) now = found->settings;
        });
    PIC_TRY(status(answer, "the settings of " + device + " cannot be read"));
    return now ? settings_memory_.remember(index, *now) : Status();
}

// Forgotten only when it is done: what failed is tried again.
Status NetlinkKernel::restore(const std::string& device, int index) {
    const auto before = settings_memory_.of(index);
    if (!before) return {};
    const bool forwarding = before->forwarding || others_route();
    PIC_TRY(ask(route_, set_forwarding(index, forwarding, before->src_valid_mark),
                "the IPv4 settings of " + device + " cannot be put back"));
    return settings_memory_.forget(index);
}

Status NetlinkKernel::apply(const DeviceAddress& address, const KernelStep& step) {
    const auto index = index_of(address.device);
    if (!index && step.verb == Verb::remove) return {};
    if (!index) return fail(index.error());
    const auto what = "the address " + address.address.text() + " of " + address.device;
    if (step.verb != Verb::add) {
        const auto& present =
            step.verb == Verb::change ? std::get<DeviceAddress>(*step.present) : address;
        auto message = remove_address(present, *index);
        const auto answer = route_.ask(message);
        if (!answer && !answer.is(EADDRNOTAVAIL, ENODEV)) return status(answer, what + " stays");
        if (step.verb == Verb::remove) return {};
    }
    return ask(route_, add_address(address, *index), what + " cannot be added");
}

} // namespace pic::kernel
