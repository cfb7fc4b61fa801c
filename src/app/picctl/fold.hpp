// Text in lines of a width. Pure.
#pragma once

#include <string>
#include <string_view>

namespace pic::picctl {

std::size_t width_of(std::string_view text); // in characters of UTF-8

// Lines no longer than `width`, unless a word is; those after the first begin with `indent` spaces.
// 0: as it is.
std::string folded(std::string_view text, std::size_t width, std::size_t indent = 0);

} // namespace pic::picctl
