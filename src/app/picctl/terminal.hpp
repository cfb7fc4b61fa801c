// Asking a person, and lines from standard input.
#pragma once

#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace pic::picctl {

bool is_interactive(); // a person is at both ends

Result<std::string> ask(const std::string& question, const std::string& proposal);
Result<Secret> ask_secret(const std::string& question); // without echo
Result<Secret> read_line();                             // of standard input, as it stands

} // namespace pic::picctl
