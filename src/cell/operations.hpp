#pragma once

#include <span>

#include "control/operation.hpp"

namespace pic::cell {

std::span<const control::Operation> operations();

} // namespace pic::cell
