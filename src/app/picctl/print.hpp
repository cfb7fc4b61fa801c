// Answers for people. Pure.
#pragma once

#include <string>

#include "app/picctl/screen.hpp"
#include "control/operation.hpp"

namespace pic::picctl {

std::string print(const control::Operation& operation, const boost::json::object& body,
                  const Screen& screen);

} // namespace pic::picctl
