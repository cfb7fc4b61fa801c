// What connection tracking says of a packet (linux/netfilter/nf_conntrack_common.h).
#pragma once

#include <linux/netfilter/nf_conntrack_common.h>

#include "hostfirewall/packet.hpp"

namespace pic::hostfirewall {

// One bit, the same for nftables' "ct state" and iptables' --ctstate.
inline std::uint32_t connection_state(const Packet& packet) {
    return packet.reply ? NF_CT_STATE_BIT(IP_CT_ESTABLISHED_REPLY) : NF_CT_STATE_BIT(IP_CT_NEW);
}

} // namespace pic::hostfirewall
