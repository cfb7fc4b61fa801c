// A call between nobody and nobody, as it would come from :1.7; to be sealed by the test.
#pragma once

#include "bus/handles.hpp"
#include "bus/nowhere.hpp"

namespace pic::dbus {

inline bus::Message lone_call(const bus::Nowhere& bus) {
    sd_bus_message* message = nullptr;
    sd_bus_message_new_method_call(bus.get(), &message, nullptr, "/x", "x.y", "Z");
    sd_bus_message_set_sender(message, ":1.7");
    return bus::Message(message);
}

} // namespace pic::dbus
