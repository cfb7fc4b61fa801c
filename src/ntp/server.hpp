// pic-ntp as a server of the cell.
#pragma once

#include "control/server.hpp"

namespace pic::ntp {

control::ServerSpec server();

} // namespace pic::ntp
