// What there is to say on a command line. Made from the table of operations. Pure.
#pragma once

#include <span>
#include <string>

#include "control/operation.hpp"

namespace pic::picctl {

// Of all commands, of those of a noun (empty when there is no such), and of one with its options.
std::string help(std::span<const control::Operation> operations);
std::string help(std::span<const control::Operation> operations, std::string_view noun);
std::string help(const control::Operation& operation);

} // namespace pic::picctl
