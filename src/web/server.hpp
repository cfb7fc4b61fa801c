// pic-web as a server of the cell.
#pragma once

#include <memory>

#include "control/server.hpp"
#include "web/leaf.hpp"

namespace pic::web {

control::ServerSpec server(control::Control& control, std::shared_ptr<LeafKeeper> leaves);

} // namespace pic::web
