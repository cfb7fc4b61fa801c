// A method call as it comes from the bus. Control thread.
#pragma once

#include "bus/handles.hpp"
#include "control/call.hpp"

namespace pic::dbus {

// What is asked. Code::malformed for anything but no argument at all or one dictionary, a{sv}.
Result<control::Call> read_call(sd_bus_message* message);

// What the answer needs of a call: who sent it, and its number. The body and the descriptors that
// came with it, also those that it does not name, can be let go while the call waits.
Result<bus::Message> envelope(sd_bus_message* message);

} // namespace pic::dbus
