// Names: DNS labels and host names (RFC 1123), device names, and text a person writes.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pic::net {

// What DNS itself takes for a label: 1-63 of a-z 0-9 and inner hyphens; upper case is folded. What
// a name is looked up by, since what is there already may be older than today's rules.
Result<std::string> parse_any_label(std::string_view text);

// One that the cell gives to something of its own: none that begins like "xn--" (RFC
// 5891, 4.2.3.1), which a browser shows as another name, or not at all.
Result<std::string> parse_label(std::string_view text);

// A host name, anybody's: labels joined by dots, at most 253 characters, no trailing dot; folded.
Result<std::string> parse_host_name(std::string_view text);

// The same of labels as the cell gives them: a name in its own zone.
Result<std::string> parse_zone_name(std::string_view text);

// A name of a network device: 1-15 bytes, no '/', no space, not "." or "..".
Result<std::string> parse_device_name(std::string_view text);

// One line a person wrote (a note, a tag): UTF-8 without control characters, at most `longest`
// bytes.
Result<std::string> parse_line(std::string_view text, std::size_t longest);

// What somebody else wrote (a log, the name of a program) as such a line, safe for a terminal:
// white space becomes a space, what parse_line refuses a question mark, and the end is cut off.
std::string to_line(std::string_view text, std::size_t longest);

} // namespace pic::net
