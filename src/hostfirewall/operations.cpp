#include "hostfirewall/operations.hpp"

#include "hostfirewall/acts.hpp"
#include "hostfirewall/fields.hpp"

namespace pic::hostfirewall {

using namespace control;

std::span<const Operation> operations() {
    using codec::schema;
    static const Operation table[] = {
        {.name = "firewall.list",
         .rest = "GET /api/firewall",
         .right = Right::read,
         .run = list,
         .help = "firewalls of this machine, what of the cell they drop, and what was opened",
         .output = schema<FirewallList>},
        {.name = "firewall.open",
         .rest = "POST /api/firewall/{kind}/open",
         .run = open,
         .help = "let the cell's traffic through a firewall of this machine",
         .input = schema<ChangeFirewall>,
         .output = schema<FirewallView>,
         .positional = "kind",
         .rehearses = true},
        {.name = "firewall.close",
         .rest = "POST /api/firewall/{kind}/close",
         .run = close,
         .help = "take back what was opened in a firewall of this machine",
         .input = schema<ChangeFirewall>,
         .output = schema<FirewallView>,
         .positional = "kind",
         .rehearses = true},
    };
    return table;
}

} // namespace pic::hostfirewall
