#pragma once

#include <span>

#include "control/operation.hpp"

namespace pic::audit {

std::span<const control::Operation> operations();

} // namespace pic::audit
