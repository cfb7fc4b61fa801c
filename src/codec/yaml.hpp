// YAML read into JSON values, so that one parser (json.hpp) judges both. Scalars become booleans
// and whole numbers where they look like it and are not quoted (YAML 1.2 core schema).
#pragma once

#include <string>
#include <string_view>

#include "codec/json.hpp"

namespace pic::codec {

Result<json::value> parse_yaml(std::string_view text);

// An absent or empty file is an empty object.
Result<json::value> read_yaml(const std::string& path);

} // namespace pic::codec
