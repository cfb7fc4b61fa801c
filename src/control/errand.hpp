// What somebody else, systemd most of all, does for a caller. Control thread only.
#pragma once

#include <functional>
#include <string>

#include "control/call.hpp"

namespace pic::control {

class Control;

struct Errand {
    Caller caller;
    std::string action, target; // for the audit
    std::function<void(std::function<void(Status)> ended)> job;
};

// The audit has it before the job begins, as asked, and after it how it ended. A job that failed is
// answered with its error.
void run_errand(Control& control, const Errand& errand, const Done& done);

} // namespace pic::control
