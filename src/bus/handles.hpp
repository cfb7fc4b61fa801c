// Owned objects of sd-bus(3).
#pragma once

#include <systemd/sd-bus.h>

#include "base/handle.hpp"

namespace pic::bus {

using Message = Handle<sd_bus_message, sd_bus_message_unref>;
using Slot = Handle<sd_bus_slot, sd_bus_slot_unref>;

} // namespace pic::bus
