// What the parts of the cell find by themselves and the doctor tells, between two checks. The first
// word of a finding's id is the part's.
#pragma once

#include <string_view>
#include <vector>

#include "control/observed.hpp"

namespace pic::control {

class Control;

// What `part` finds from now on; empty: nothing. What it found before is forgotten. Who listens is
// told when it differs. Control thread only.
void tell_findings(Control& control, std::string_view part, std::vector<Finding> found);

} // namespace pic::control
