#pragma once

#include <span>

#include "control/operation.hpp"

namespace pic::endpoint {

std::span<const control::Operation> operations();

} // namespace pic::endpoint
