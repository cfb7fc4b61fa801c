// Sockets that listen, as the kernel lists them, and the groups they belong to.
#include "fuzz/fuzz.hpp"
#include "kernel/cgroup.hpp"
#include "kernel/port_holder.hpp"

#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <vector>

using namespace pic;

FUZZ(bytes) {
    const std::vector<std::uint8_t> payload(bytes.begin(), bytes.end()); // aligned
    static_cast<void>(kernel::decode_listener(SOCK_DIAG_BY_FAMILY, payload));
    static_cast<void>(kernel::unit_of_cgroup(fuzz::text_of(bytes)));
}
