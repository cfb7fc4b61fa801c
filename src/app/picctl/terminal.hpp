// Asking a person, and lines from standard input.
#pragma once

#include <functional>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace pic::picctl {

bool is_interactive(); // a person is at both ends

Result<std::string> ask(const std::string& question, const std::string& proposal);
// Says why an answer cannot be one, and asks again.
using Judge = std::function<Status(const std::string&)>;
Result<std::string> ask_until(const std::string& question, const std::string& proposal,
                              const Judge& judge);
Result<Secret> ask_secret(const std::string& question); // without echo
Result<Secret> read_line();                             // of standard input, as it stands
// Either of these: whether somebody types it, or something writes it.
Result<Secret> take_secret(const std::string& question);

} // namespace pic::picctl
