// Network devices (rtnetlink(7), linux/if_link.h) and their IPv4 settings (linux/ip.h,
// IPV4_DEVCONF_*). Pure; any thread.
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
};
std::optional<FoundLink> decode_link(std::uint16_t type, Bytes payload);

} // namespace pic::kernel
