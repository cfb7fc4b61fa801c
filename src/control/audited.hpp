// How a change reads, in the audit and to who asks what it would do. Pure.
#pragma once

#include <string>
#include <vector>

#include "control/change.hpp"

namespace pic::control {

// How it ended: "done", of an update with the names of the fields that it changes: "done: port,
// mtu". No values: some are secrets. `before`: what the change is made of.
std::string audited_result(std::string_view action, const Change& change,
                           const model::View& before);

// What of it is stored: "dns: lan", "peers phone: note, tags", "users anna: removed". Documents
// without a name, which nobody asks for, are not told.
std::vector<std::string> stored_changes(const Change& change, const model::View& before);

} // namespace pic::control
