// What a command line leaves out and a person can be asked.
#pragma once

#include "app/picctl/client.hpp"
#include "app/picctl/command_line.hpp"

namespace pic::picctl {

// The input with what was to be read from standard input, and, on a terminal, with what set-up and
// passwords need.
Result<boost::json::object> complete(const Command& command);

// Asks the cell, and again where it wants a confirmation and the person at the terminal gives it.
Result<Answer> ask_cell(const control::Operation& operation, boost::json::object input);

} // namespace pic::picctl
