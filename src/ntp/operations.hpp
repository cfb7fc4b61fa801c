#pragma once

#include <span>

#include "control/operation.hpp"

namespace pic::ntp {

std::span<const control::Operation> operations();

} // namespace pic::ntp
