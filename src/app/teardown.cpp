#include "app/teardown.hpp"

#include "base/log.hpp"
#include "kernel/netlink_kernel.hpp"
#include "plan/diff.hpp"

namespace pic::app {

Status teardown(const control::Settings& settings) {
    PIC_LET(kernel, kernel::NetlinkKernel::open(settings.runtime_directory));
    PIC_LET(snapshot, kernel->dump(settings.ledger));
    const auto steps = plan::diff(std::move(snapshot.objects), {});
    const auto outcome = kernel->apply(steps);
    Status worst;
    std::size_t left = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (outcome[i]) continue;
        log::error("Left behind: " + plan::explain(steps[i]) + ": " + outcome[i].error().text());
        worst = outcome[i];
        ++left;
    }
    log::info("Of the cell's objects in the kernel " + std::to_string(steps.size() - left) +
              " are gone, " + std::to_string(left) + " are left.");
    return worst;
}

} // namespace pic::app
