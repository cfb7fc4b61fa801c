#pragma once

#include <span>

#include "control/operation.hpp"

namespace pic::ca {

std::span<const control::Operation> operations();

} // namespace pic::ca
