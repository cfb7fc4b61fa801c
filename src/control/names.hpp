// What this machine is called by who opens its pages. Any thread.
#pragma once

#include <string>
#include <vector>

#include "model/view.hpp"

namespace pic::control {

// The first label of the machine's own name; empty when it has none that says something.
std::string host_label();

// Host names, folded: <host>.local always; of a cell that is set up, its zone and <cell>.local.
std::vector<std::string> names_of(const model::View& view);

} // namespace pic::control
