#include "control/plane_check.hpp"

#include "plan/diff.hpp"

namespace pic::control {

namespace {

// Without its device or its rules no peer gets anywhere.
bool carries_all(const ports::KernelStep& step) {
    return step.verb != ports::Verb::remove &&
           (std::holds_alternative<ports::WgDevice>(step.object) ||
            std::holds_alternative<ports::Ruleset>(step.object));
}

bool any_carrier_refused(const std::vector<ports::KernelStep>& steps,
                         const std::vector<Status>& outcome) {
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (!outcome[i] && carries_all(steps[i])) return true;
    return false;
}

} // namespace

std::vector<std::string> failures_of(const std::vector<ports::KernelStep>& steps,
                                     const std::vector<Status>& outcome) {
    std::vector<std::string> failures;
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (!outcome[i])
            failures.push_back(plan::explain(steps[i]) + ": " + outcome[i].error().text());
    return failures;
}

std::vector<std::string> explain_all(const std::vector<ports::KernelStep>& steps) {
    std::vector<std::string> lines;
    lines.reserve(steps.size());
    for (const auto& step : steps)
        lines.push_back(plan::explain(step));
    return lines;
}

CheckReport check_plane(ports::Kernel& kernel, plan::Inputs& inputs, const plan::Inputs& before,
                        const std::set<std::string>& failing, bool disturbed) {
    const auto started = std::chrono::steady_clock::now();
    CheckReport report;
    if (auto snapshot = kernel.dump(inputs.ledger)) {
        inputs.host = std::move(snapshot->host);
        report.host = std::make_shared<const ports::Host>(inputs.host);
        const auto steps = plan::diff(std::move(snapshot->objects), plan::wanted_by_all(inputs));
        const auto outcome = kernel.apply(steps);
        report.failures = failures_of(steps, outcome);
        for (std::size_t i = 0; i < steps.size(); ++i)
            if (outcome[i])
                report.done.push_back(plan::explain(steps[i]));
            else
                report.refused.insert(plan::explain(steps[i]));
        report.down = any_carrier_refused(steps, outcome);
        if (disturbed && !steps.empty())
            report.repaired = explain_all(plan::repairs(steps, plan::wanted_by_all(before)));
        // What the cell was refused until now was never there for anybody to take away, and what it
        // is refused now is not put back.
        std::erase_if(report.repaired, [&](const auto& step) {
            return failing.contains(step) || report.refused.contains(step);
        });
    } else {
        report.failures = {snapshot.error().text()};
    }
    report.took = std::chrono::steady_clock::now() - started;
    return report;
}

} // namespace pic::control
