// The ports that a server needs and somebody else has. Control thread only; the kernel thread
// looks.
#pragma once

#include <functional>
#include <vector>

#include "control/control.hpp"
#include "ports/port_holder.hpp"

namespace pic::control {

struct Listening { // what a server wants to listen on
    ports::Port port;
    std::vector<net::Address> addresses;
    bool needed = true; // false: it works without, and takes the port when that is free
};

// What keeps the server from listening: one holder for each port, of those that are not `unit`.
std::vector<ports::PortHolder> in_the_way(const std::vector<Listening>& wanted,
                                          const std::vector<ports::PortHolder>& present,
                                          const std::string& unit);

// Asks the kernel; `then` is called on the loop. What the kernel does not tell is logged and counts
// as free.
void find_taken(Control& control, std::vector<Listening> wanted, const std::string& unit,
                std::function<void(std::vector<ports::PortHolder>)> then);

} // namespace pic::control
