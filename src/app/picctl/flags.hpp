// picctl's own options, beside those of an operation's input: one list for reading them, for
// completion and for help.
#pragma once

#include <span>
#include <string_view>

#include "app/picctl/command_line.hpp"

namespace pic::picctl {

struct Flag {
    std::string_view name, help;
    bool (*fits)(const control::Operation&);
    bool Command::*given = nullptr;        // what it sets; null: it takes a value
    std::string Command::*value = nullptr; // and where that goes
    std::string_view placeholder = {};     // of the value
};

std::span<const Flag> flags();
const Flag* find_flag(std::string_view name);
bool asks_for_help(std::string_view word); // "--help", "-h"

} // namespace pic::picctl
