#pragma once

#include <span>

#include "control/operation.hpp"

namespace pic::peers {

std::span<const control::Operation> operations();

} // namespace pic::peers
