// Where an answer goes: its file to where --output says, the rest to who looks on.
#pragma once

#include "app/picctl/client.hpp"
#include "app/picctl/command_line.hpp"
#include "app/picctl/screen.hpp"

namespace pic::picctl {

// Whether the file can be there and in the form that its name says, which goes into the input where
// the cell is the one to make it; no picture goes to a terminal. Asked before picd is: what it
// hands out may be the only copy.
Status check_output(const Command& command, boost::json::object& input, const Screen& screen);

// A device's file comes alone where no terminal is: for a file or a program it is what counts. An
// error says how to have the file all the same: what was asked for is done.
Status deliver(const Command& command, Answer answer, const Screen& screen);

} // namespace pic::picctl
