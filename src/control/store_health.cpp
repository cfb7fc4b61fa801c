#include "control/store_health.hpp"

#include <utility>

#include "control/findings.hpp"

namespace pic::control {

void StoreHealth::stored(Control& control) {
    if (std::exchange(refuses_, false)) tell_findings(control, "store", {});
}

void StoreHealth::refused(Control& control, const Error& error) {
    if (std::exchange(refuses_, true)) return;
    tell_findings(
        control, "store",
        {{"store.refused", Severity::problem, "store", "no change can be stored: " + error.detail,
          "the cell goes on as it is, and nothing about it can be changed, no session "
          "begun and no device given its file",
          error.remedy}});
}

} // namespace pic::control
