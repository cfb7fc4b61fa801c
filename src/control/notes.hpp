// What a person should know of an answer beyond what was asked: its member "notes", sentences
// without a full stop. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "codec/json.hpp"

namespace pic::control {

void add_note(codec::json::value& body, std::string note);

// "a", "a and b", "a, b, c and 7 more", of `count` names of which `some` are at hand.
std::string some_of(const std::vector<std::string>& some, std::size_t count);

// The same of all that there are: as many of them as a person reads.
inline constexpr std::size_t most_named = 3;
std::string some_of(std::vector<std::string> all);

} // namespace pic::control
