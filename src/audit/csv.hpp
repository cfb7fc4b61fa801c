// Comma-separated values (RFC 4180) that a spreadsheet takes as text: a cell that would start a
// formula gets an apostrophe before it. Pure.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace pic::audit {

void append_row(std::string& text, std::initializer_list<std::string_view> cells);

} // namespace pic::audit
