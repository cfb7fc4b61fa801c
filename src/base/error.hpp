// What went wrong, as a value. Outcomes a caller must handle carry a precise Code; faults travel
// up unchanged and gain causes on the way, outermost first. No secret is ever part of an Error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pic {

enum class Code {
    malformed,     // the bytes are not what the format asks for
    not_signed_in, // nobody is signed in, or the session is over
    not_permitted, // somebody is, but may not do this
    not_found,
    conflict,     // another object stands in the way; the detail names it
    invalid,      // well formed, but not a value this field may have
    not_set_up,   // the cell has no name yet
    too_many,     // throttled; try again later
    unavailable,  // something this needs is down or not reachable
    precondition, // the document changed since it was read
    internal,     // a fault of picd or of the system under it
    unreachable,  // picd itself, for picctl
};

// One row per Code: the only place where a code becomes an HTTP status, a D-Bus error name, an
// exit status of picctl (see picctl(1)) or the `code` of problem+json (RFC 9457).
struct CodeInfo {
    Code code;
    std::string_view name;
    int http_status;
    std::string_view dbus_name;
    int exit_status;
};

const CodeInfo& info(Code code);
const CodeInfo* find_dbus_code(std::string_view dbus_name);

struct Error {
    Code code = Code::internal;
    std::string detail;                   // what happened, for the person who reads it
    std::string field = {};               // JSON pointer (RFC 6901) into the request, or empty
    std::string remedy = {};              // what to do about it, or empty
    std::vector<std::string> causes = {}; // why, nearest first
    std::uint32_t retry_after = 0;        // seconds until it is worth another try; 0: not known

    bool operator==(const Error&) const = default;

    // The same failure seen from one level up: `what` becomes the detail, the old detail a cause.
    Error within(std::string what) &&;
    Error at(std::string pointer) &&; // prefixes the field, as parsers unwind
    std::string text() const;         // one line: detail, causes, remedy
};

Error errno_error(int error_number, std::string what);

} // namespace pic
