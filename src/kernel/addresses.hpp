// Addresses of devices (rtnetlink(7), linux/if_addr.h). Pure; any thread.
#pragma once

#include <optional>

#include "kernel/message.hpp"
#include "ports/kernel.hpp"

namespace pic::kernel {

// The route to the address's prefix is not made (IFA_F_NOPREFIXROUTE): the cell's are in its table.
Message add_address(const ports::DeviceAddress& address, int index);
Message remove_address(const ports::DeviceAddress& address, int index);
Message list_addresses();

struct FoundAddress {
    int index = 0; // of the device
    net::Address address;
    int length = 0;
    bool lasting = true; // as of ports::HostAddress
};
// One part of the list; nullopt for what is no address of IPv4 or IPv6.
std::optional<FoundAddress> decode_address(std::uint16_t type, Bytes payload);

} // namespace pic::kernel
