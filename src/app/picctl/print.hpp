// Answers for people. Pure.
#pragma once

#include <string>

#include "control/operation.hpp"

namespace pic::picctl {

// `width`: columns of the terminal; lines are not cut when it is 0.
std::string print(const control::Operation& operation, const boost::json::object& body,
                  unsigned width);

std::string help(std::span<const control::Operation> operations);
std::string help(const control::Operation& operation);

} // namespace pic::picctl
