// Running another program: by its absolute path, with an environment of its own, no shell, a time
// limit, and what it says kept.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace pic::firewall {

using Words = std::vector<std::string>;

struct Ran {
    int status = 0;     // as exit(3) was given it
    std::string output; // both streams, as much as is read
    bool cut = false;   // there was more
};

// Code::not_found when there is no such program; Code::unavailable when it took too long and was
// ended, or died of a signal.
Result<Ran> run(const Words& command,
                std::chrono::milliseconds patience = std::chrono::seconds(60));

// What to say of a program that should not have ended as it did.
Error ended(const Words& command, Ran ran);

// The output of a program that has to succeed, whole.
Result<std::string> must(const Words& command);

// "one two" -> {"one", "two"}
Words words_of(const std::string& text);

} // namespace pic::firewall
