#include "kernel/addresses.hpp"

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace pic::kernel {

namespace {

Message encode(std::uint16_t type, std::uint16_t flags, const ports::DeviceAddress& address,
               int index) {
    ifaddrmsg header{};
    header.ifa_family = address.address.is_v4() ? AF_INET : AF_INET6;
    header.ifa_prefixlen = static_cast<std::uint8_t>(address.length);
    header.ifa_index = static_cast<std::uint32_t>(index);
    Message message(type, flags);
    message.header(header).put(IFA_LOCAL, address.address).put(IFA_ADDRESS, address.address);
    return message;
}

// Of IPv6 alone: IPv4 uses the same bits for other things.
bool is_lasting(std::uint8_t family, std::uint32_t flags) {
    constexpr std::uint32_t passing =
        IFA_F_TEMPORARY | IFA_F_DEPRECATED | IFA_F_TENTATIVE | IFA_F_DADFAILED;
    return family != AF_INET6 || (flags & passing) == 0;
}

} // namespace

Message add_address(const ports::DeviceAddress& address, int index) {
    auto message = encode(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, address, index);
    // Nobody else can hold an address of the cell's own device, so it need not be asked for.
    message.put(IFA_FLAGS, std::uint32_t{IFA_F_NOPREFIXROUTE | IFA_F_NODAD});
    return message;
}

Message remove_address(const ports::DeviceAddress& address, int index) {
    return encode(RTM_DELADDR, 0, address, index);
}

Message list_addresses() {
    Message message(RTM_GETADDR, NLM_F_DUMP);
    message.header(ifaddrmsg{});
    return message;
}

std::optional<FoundAddress> decode_address(std::uint16_t type, Bytes payload) {
    ifaddrmsg header{};
    Bytes rest;
    if (type != RTM_NEWADDR || !split(payload, header, rest)) return {};
    const std::size_t size = header.ifa_family == AF_INET ? 4 : 16;
    if (header.ifa_family != AF_INET && header.ifa_family != AF_INET6) return {};
    FoundAddress found{static_cast<int>(header.ifa_index), {}, header.ifa_prefixlen};
    if (found.length > static_cast<int>(size * 8)) return {};
    bool local = false, any = false;
    std::uint32_t flags = header.ifa_flags;
    for (const auto& attribute : attributes(rest)) {
        if (attribute.type == IFA_FLAGS) flags = attribute.as<std::uint32_t>();
        if (attribute.value.size() != size) continue;
        // On a point-to-point device IFA_ADDRESS is the other end and IFA_LOCAL this one.
        if (attribute.type == IFA_LOCAL || (attribute.type == IFA_ADDRESS && !local)) {
            found.address = attribute.address();
            local = attribute.type == IFA_LOCAL;
            any = true;
        }
    }
    found.lasting = is_lasting(header.ifa_family, flags);
    return any ? std::optional(found) : std::nullopt;
}

} // namespace pic::kernel
