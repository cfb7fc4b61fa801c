#include "control/store_health.hpp"

#include <utility>

#include "control/control.hpp"

namespace pic::control {

namespace {

constexpr std::string_view finding_id = "store.refused";

} // namespace

void StoreHealth::stored(Control& control) {
    if (!std::exchange(refuses_, false)) return;
    control.observe(
        [](Observed& observed) {
            std::erase_if(observed.findings,
                          [](const Finding& each) { return each.id == finding_id; });
        },
        {"store", "", 0});
}

void StoreHealth::refused(Control& control, const Error& error) {
    if (std::exchange(refuses_, true)) return;
    control.observe(
        [&](Observed& observed) {
            observed.findings.push_back({std::string(finding_id), Severity::problem, "store",
                                         "no change can be stored: " + error.detail,
                                         "the cell goes on as it is, and nothing about it can be "
                                         "changed, no session begun and no device given its file",
                                         error.remedy});
        },
        {"store", "", 0});
}

} // namespace pic::control
