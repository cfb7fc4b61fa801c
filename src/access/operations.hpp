#pragma once

#include <span>

#include "control/operation.hpp"

namespace pic::access {

std::span<const control::Operation> operations();

} // namespace pic::access
