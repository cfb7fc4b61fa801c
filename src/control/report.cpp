// What a check of the data plane found: in the journal, and for whoever asks.
#include <algorithm>

#include "base/log.hpp"
#include "control/control.hpp"
#include "control/servers.hpp"

namespace pic::control {

namespace {

void log_refused(const std::vector<std::string>& failures, const std::vector<std::string>& known) {
    for (const auto& failure : failures)
        if (std::ranges::find(known, failure) == known.end())
            log::error("The kernel refused a step: " + failure);
}

void log_repaired(const std::vector<std::string>& steps) {
    const auto more =
        steps.size() > 1 ? " and " + std::to_string(steps.size() - 1) + " more" : std::string();
    log::warning("Somebody else changed what the cell keeps in the kernel; put back: " +
                     steps.front() + more,
                 {{"PIC_STEPS", std::to_string(steps.size())}});
}

void log_done(std::size_t steps, bool all) {
    log::info((all ? "The kernel is as the cell wants it, after "
                   : "The kernel is as the cell wants it but for what it refuses, after ") +
              std::to_string(steps) + (steps == 1 ? " step." : " steps."));
}

} // namespace

// What is refused again and again hides nothing of the rest.
void Control::report(const CheckReport& found) {
    servers_->looked();
    log_refused(found.failures, observed_.failures);
    const bool repaired = !found.repaired.empty();
    if (repaired)
        log_repaired(found.repaired);
    else if (!found.done.empty())
        log_done(found.done.size(), found.failures.empty());
    const bool host_changed = found.host && *found.host != observed_.host;
    const bool news = host_changed || repaired || found.failures != observed_.failures ||
                      found.down != observed_.plane_down;
    if (std::exchange(checked_, true) && !news) return;
    observe(
        [&](Observed& observed) {
            if (found.host) observed.host = *found.host;
            observed.failures = found.failures;
            observed.settled = found.failures.empty();
            observed.plane_down = found.down;
            if (!repaired) return;
            ++observed.repairs;
            observed.last_repair = found.repaired.front();
        },
        {"plane", "", 0});
}

} // namespace pic::control
