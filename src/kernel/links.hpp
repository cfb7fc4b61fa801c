// Network devices (rtnetlink(7), linux/if_link.h) and their settings (linux/ip.h,
// IPV4_DEVCONF_*; linux/ipv6.h, DEVCONF_*). Pure; any thread.
#pragma once

#include <optional>

#include "kernel/message.hpp"
#include "ports/kernel.hpp"

namespace pic::kernel {

Message create_wireguard(const std::string& name, std::uint32_t mtu);
Message delete_link(int index);
Message bring_up(int index, std::uint32_t mtu);
Message set_forwarding(int index, bool forwarding, bool src_valid_mark);
Message list_links();

struct FoundLink {
    ports::HostLink link;
    // nullopt: no IPv4 on this device
    std::optional<ports::DeviceSettings> settings;
    bool ipv6 = false; // this device may have IPv6 addresses (net.ipv6.conf.*.disable_ipv6)
};
std::optional<FoundLink> decode_link(std::uint16_t type, Bytes payload);

} // namespace pic::kernel
