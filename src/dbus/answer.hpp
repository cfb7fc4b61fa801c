// Replies and errors as D-Bus messages. Control thread.
#pragma once

#include "bus/handles.hpp"
#include "control/call.hpp"

namespace pic::dbus {

// The message that answers `call`. What cannot be written becomes an error message.
bus::Message answer(sd_bus_message* call, const Result<control::Reply>& reply);

} // namespace pic::dbus
