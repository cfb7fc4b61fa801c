// Answers for people. Pure.
#pragma once

#include <string>

#include "control/operation.hpp"

namespace pic::picctl {

std::string print(const control::Operation& operation, const boost::json::object& body);

std::string help(std::span<const control::Operation> operations);
std::string help(const control::Operation& operation);

} // namespace pic::picctl
