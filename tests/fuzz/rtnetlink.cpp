// Devices, addresses, routes and rules, as the kernel lists them.
#include <linux/rtnetlink.h>
#include <vector>

#include "fuzz/fuzz.hpp"
#include "kernel/addresses.hpp"
#include "kernel/links.hpp"
#include "kernel/routes.hpp"
#include "kernel/rules.hpp"

using namespace pic;

FUZZ(bytes) {
    const auto choice = fuzz::take_choice(bytes);
    const std::vector<std::uint8_t> payload(bytes.begin(), bytes.end()); // aligned
    switch (choice % 4) {
    case 0:
        static_cast<void>(kernel::decode_link(RTM_NEWLINK, payload));
        break;
    case 1:
        if (const auto found = kernel::decode_address(RTM_NEWADDR, payload))
            fuzz::require(found->length <= found->address.bits(), "a length fits its address");
        break;
    case 2:
        static_cast<void>(kernel::decode_route(RTM_NEWROUTE, payload));
        break;
    default:
        static_cast<void>(kernel::decode_rule(RTM_NEWRULE, payload));
    }
}
