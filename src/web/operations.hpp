#pragma once

#include <span>

#include "control/operation.hpp"

namespace pic::web {

std::span<const control::Operation> operations();

} // namespace pic::web
