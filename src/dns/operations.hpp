#pragma once

#include <span>

#include "control/operation.hpp"

namespace pic::dns {

std::span<const control::Operation> operations();

} // namespace pic::dns
