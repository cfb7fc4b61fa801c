// The cell's authority (ca/) as pic-web's certificate needs it (web/).
#pragma once

#include "web/leaf.hpp"

namespace pic::app {

web::Authority leaf_authority();

} // namespace pic::app
