// The one table of operations, of all capabilities.
#pragma once

#include <span>

#include "control/operation.hpp"

namespace pic::app {

std::span<const control::Operation> operations();

} // namespace pic::app
