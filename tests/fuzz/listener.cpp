// Sockets that listen, as the kernel lists them, and the groups they belong to.
#include "fuzz/fuzz.hpp"
#include "kernel/cgroup.hpp"
#include "kernel/port_holder.hpp"
#include "net/name.hpp"

#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <vector>

using namespace pic;

FUZZ(bytes) {
    const std::vector<std::uint8_t> payload(bytes.begin(), bytes.end()); // aligned
    static_cast<void>(kernel::decode_listener(SOCK_DIAG_BY_FAMILY, payload));
    const auto unit = kernel::unit_of_cgroup(fuzz::text_of(bytes));
    fuzz::require(unit.find('/') == std::string::npos, "a unit is one part of the path");
    fuzz::require(net::parse_line(unit, 255).has_value(), "a unit's name is safe for a terminal");
}
