// What picctl says beside an answer, in lines of the width of the terminal that it goes to.
#pragma once

#include <iosfwd>
#include <string_view>

#include "base/error.hpp"

namespace pic::picctl {

// To std::cout or std::cerr. The lines after the first begin with `indent` spaces.
void say(std::ostream& where, std::string_view sentence, std::size_t indent = 0);

// What stands before an answer that somebody types.
void prompt(std::ostream& where, std::string_view question);

// To standard error: what is wrong, why, and what to do.
void say(const Error& error);

} // namespace pic::picctl
