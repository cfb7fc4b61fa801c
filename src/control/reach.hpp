// How the cell can be reached from the internet, in words: for its status, its endpoint and the
// doctor alike. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "control/observed.hpp"
#include "model/view.hpp"

namespace pic::control {

// "behind NAT: forward UDP 51820 to 192.168.1.10 in the router"
std::string reach_text(const model::View& view, const Observed& observed);

std::vector<Finding> examine_endpoint(const model::View& view, const Observed& observed);

} // namespace pic::control
