// How a change reads in the audit. Pure.
#pragma once

#include <string>

#include "control/change.hpp"

namespace pic::control {

// How it ended: "done", of an update with the names of the fields that it changes: "done: port,
// mtu". No values: some are secrets. `before`: what the change is made of.
std::string audited_result(std::string_view action, const Change& change,
                           const model::View& before);

} // namespace pic::control
