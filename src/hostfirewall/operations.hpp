// The operations of the firewalls around the cell.
#pragma once

#include <span>

#include "control/operation.hpp"

namespace pic::hostfirewall {

std::span<const control::Operation> operations();

} // namespace pic::hostfirewall
