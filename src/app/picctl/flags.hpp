// picctl's own options, beside those of an operation's input: one list for reading them, for
// completion and for help.
#pragma once

#include <span>
#include <string_view>

#include "control/operation.hpp"

namespace pic::picctl {

struct Flag {
    std::string_view name, help, value = {}; // value: what follows it, or nothing
    bool (*fits)(const control::Operation&) = nullptr;
};

std::span<const Flag> flags();
const Flag* find_flag(std::string_view name);

} // namespace pic::picctl
