// Whether the audit log's chain is whole: looked at piece by piece, so that what is to be stored
// meanwhile comes in between. A break stays a finding of the doctor until a later look finds none.
#pragma once

#include <functional>

#include "store/audit.hpp"

namespace pic::control {

class Control;

// Control thread; `then` is called on it.
void check_audit(Control& control, std::function<void(Result<store::AuditVerdict>)> then);

} // namespace pic::control
