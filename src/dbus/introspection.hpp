// The operations as D-Bus introspection data (D-Bus Specification, "Introspection Data Format").
#pragma once

#include <span>
#include <string>

#include "control/operation.hpp"

namespace pic::dbus {

std::string introspection(std::span<const control::Operation> operations);

} // namespace pic::dbus
