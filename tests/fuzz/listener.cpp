// Sockets that listen and connections, as the kernel lists them, and the groups they belong to.
#include "fuzz/fuzz.hpp"
#include "kernel/cgroup.hpp"
#include "kernel/connections.hpp"
#include "kernel/port_holder.hpp"
#include "net/name.hpp"

#include <linux/inet_diag.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/sock_diag.h>
#include <vector>

using namespace pic;

FUZZ(bytes) {
    const std::vector<std::uint8_t> payload(bytes.begin(), bytes.end()); // aligned
    static_cast<void>(kernel::decode_listener(SOCK_DIAG_BY_FAMILY, payload));
    constexpr std::uint16_t connection = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW;
    static_cast<void>(kernel::decode_connection(connection, payload, 53));
    const auto unit = kernel::unit_of_cgroup(fuzz::text_of(bytes));
    fuzz::require(unit.find('/') == std::string::npos, "a unit is one part of the path");
    fuzz::require(net::parse_line(unit, 255).has_value(), "a unit's name is safe for a terminal");
}
