#include "control/findings.hpp"

#include <algorithm>
#include <iterator>

#include "control/control.hpp"

namespace pic::control {

void tell_findings(Control& control, std::string_view part, std::vector<Finding> found) {
    const auto is_its = [prefix = std::string(part) + "."](const Finding& finding) {
        return finding.id.starts_with(prefix);
    };
    const auto seen = control.snapshot();
    std::vector<Finding> before;
    std::ranges::copy_if(seen->observed->findings, std::back_inserter(before), is_its);
    if (before == found) return;
    control.observe(
        [&](Observed& observed) {
            std::erase_if(observed.findings, is_its);
            std::ranges::move(found, std::back_inserter(observed.findings));
        },
        {std::string(part), "", 0});
}

} // namespace pic::control
