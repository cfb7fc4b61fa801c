// Entity tags (RFC 9110, 8.8.3): a document's generation in quotes. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pic::http {

std::string etag(std::uint64_t generation);

// If-Match: the generation that the caller has seen; none for "*". A tag that a compressing proxy
// marked as its own ("7-gzip") is the tag it was made from. Code::precondition for a weak tag,
// which never matches; Code::malformed for what is no tag, or several.
Result<std::optional<std::uint64_t>> parse_if_match(std::string_view field);

} // namespace pic::http
