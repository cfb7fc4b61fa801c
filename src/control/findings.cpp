#include "control/findings.hpp"

#include <algorithm>
#include <iterator>
#include <ranges>

#include "control/control.hpp"

namespace pic::control {

void tell_findings(Control& control, std::string_view part, std::vector<Finding> found) {
    const auto is_its = [prefix = std::string(part) + "."](const Finding& finding) {
        return finding.id.starts_with(prefix);
    };
    const auto seen = control.snapshot();
    if (std::ranges::equal(seen->observed->findings | std::views::filter(is_its), found)) return;
    control.observe(
        [&](Observed& observed) {
            std::erase_if(observed.findings, is_its);
            std::ranges::move(found, std::back_inserter(observed.findings));
        },
        {std::string(part), "", 0});
}

} // namespace pic::control
