// The target of a request in origin form (RFC 9112, 3.2.1), taken apart and decoded. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace pic::http {

struct Target {
    std::vector<std::string> segments; // "/api/peers" -> "api", "peers"; "/" -> none
    std::vector<std::pair<std::string, std::string>> query; // in the order given

    bool api() const { return !segments.empty() && segments.front() == "api"; }
};

// Code::malformed for another form, a broken escape, control characters, or text that is not UTF-8.
// Nothing is resolved: ".." is a name like any other. In the query, '+' is a space.
Result<Target> parse_target(std::string_view text);

} // namespace pic::http
