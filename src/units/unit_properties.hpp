// A unit's state out of the properties that systemd gives. Pure.
#pragma once

#include "bus/bus.hpp"
#include "ports/units.hpp"

namespace pic::units {

// `reply`: of org.freedesktop.DBus.Properties.GetAll for every interface.
Result<ports::UnitState> read_unit(const std::string& unit, sd_bus_message* reply);

} // namespace pic::units
