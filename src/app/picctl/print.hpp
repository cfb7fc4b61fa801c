// Answers for people. Pure.
#pragma once

#include <string>

#include "control/operation.hpp"

namespace pic::picctl {

std::string print(const control::Operation& operation, const boost::json::object& body);

} // namespace pic::picctl
