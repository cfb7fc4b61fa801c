#include "forward/forwarding.hpp"

#include <array>
#include <net/if.h>
#include <optional>
#include <unistd.h>
#include <utility>

#include "base/log.hpp"
#include "base/services.hpp"

namespace pic::forward {

namespace {

std::optional<std::string> device_name(unsigned index) {
    std::array<char, IF_NAMESIZE> name{};
    if (!if_indextoname(index, name.data())) return {};
    return name.data();
}

// Devices come and go while we look; one that went needs nothing more.
Status unless_gone(Status status) {
    if (!status && status.error().code == Code::not_found) return {};
    return status;
}

} // namespace

Status Forwarding::raise(const Device& device) {
    record_.raised.insert(device.index);
    PIC_TRY(save_record(path_, record_));
    log::notice(device.name + " goes on hearing router advertisements while the cell forwards IPv6",
                {{"INTERFACE", device.name}});
    return set_ipv6_setting(device.name, "accept_ra", 2);
}

// A router hears no advertisements, and is to go on so. A tunnel's far end must not give this
// machine routes.
Status Forwarding::raise_all() {
    for (const auto& device : ipv6_devices()) {
        const auto accept_ra = ipv6_setting(device.name, "accept_ra");
        if (!accept_ra || *accept_ra != 1 || device.name == devices_interface) continue;
        if (record_.forwarded.contains(device.index)) continue;
        PIC_TRY(unless_gone(raise(device)));
    }
    return {};
}

// The switch for all writes every device's, and takes them all along when it goes back.
Status Forwarding::remember_forwarding() {
    for (const auto& device : ipv6_devices())
        if (ipv6_setting(device.name, "forwarding").value_or(0) != 0)
            record_.forwarded.insert(device.index);
    PIC_LET(of_new, ipv6_setting("default", "forwarding"));
    record_.new_forwarded = of_new != 0;
    record_.forwarding = true;
    return save_record(path_, record_);
}

Status Forwarding::settle() {
    if (!has_ipv6()) return {};
    PIC_LET(now, ipv6_setting("all", "forwarding"));
    const bool on = now != 0;
    if (on && !record_.forwarding) return {};
    if (!record_.forwarding) PIC_TRY(remember_forwarding());
    if (std::exchange(record_.restoring, false)) PIC_TRY(save_record(path_, record_));
    PIC_TRY(raise_all());
    if (on) return {};
    PIC_TRY(set_ipv6_setting("all", "forwarding", 1));
    log::notice("IPv6 forwarding turned on for the cell");
    return {};
}

// What somebody turned off since stays so; kept before the switch hides it.
Status Forwarding::begin_restoring() {
    std::erase_if(record_.forwarded, [](unsigned index) {
        const auto name = device_name(index);
        return !name || ipv6_setting(*name, "forwarding").value_or(0) == 0;
    });
    PIC_LET(of_new, ipv6_setting("default", "forwarding"));
    record_.new_forwarded = record_.new_forwarded && of_new != 0;
    record_.restoring = true;
    return save_record(path_, record_);
}

Status Forwarding::restore_forwarding() {
    PIC_LET(now, ipv6_setting("all", "forwarding"));
    if (record_.forwarding && now == 1) {
        PIC_TRY(begin_restoring());
        PIC_TRY(set_ipv6_setting("all", "forwarding", 0));
    }
    if (!record_.restoring) return {}; // somebody turned it off, and the devices' with it
    if (record_.new_forwarded) PIC_TRY(set_ipv6_setting("default", "forwarding", 1));
    for (const unsigned index : record_.forwarded)
        if (const auto name = device_name(index))
            PIC_TRY(unless_gone(set_ipv6_setting(*name, "forwarding", 1)));
    return {};
}

Status Forwarding::restore() {
    if (!has_ipv6()) return {};
    // In this order: with forwarding off, accept_ra 1 hears advertisements as 2 does.
    PIC_TRY(restore_forwarding());
    for (const unsigned index : record_.raised) {
        const auto name = device_name(index);
        if (!name) continue;
        const auto accept_ra = ipv6_setting(*name, "accept_ra");
        if (!accept_ra || *accept_ra != 2) continue;
        PIC_TRY(unless_gone(set_ipv6_setting(*name, "accept_ra", 1)));
    }
    unlink(path_.c_str());
    record_ = {};
    return {};
}

} // namespace pic::forward
