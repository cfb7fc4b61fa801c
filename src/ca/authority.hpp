// The cell's own authority in the store: one root, of which pic-web's leaves come by an
// intermediate.
#pragma once

#include <vector>

#include "ca/issue.hpp"
#include "control/control.hpp"

namespace pic::ca {

// Makes the root and the intermediate of a cell that has none, and a new intermediate in time. A
// root that a clock running ahead made is made again until the cell is set up; after that it is a
// finding, as is one that ends within a year. `done` is called when something was to be made.
// Control thread.
void ensure_authority(control::Control& control, std::function<void(const Status&)> done);

// A part of set-up: a root that bears the cell's name, as devices will show it. The one of before
// was handed out to nobody, and the leaf becomes another one by set-up in any case.
Status found(const control::Context& context, const std::string& name, control::Change& change);

// The act that makes root and intermediate anew, when a person wants it: devices have to install
// it, and trust the one of before as long as it lasts. Control thread.
void replace_root(control::Control& control, control::Call call, control::Done done);

// A leaf for these names and addresses; its certificate is followed by the intermediate's.
// Code::unavailable while there is no authority yet.
Result<Issued> issue(const control::Context& context, const LeafRequest& request);

} // namespace pic::ca
