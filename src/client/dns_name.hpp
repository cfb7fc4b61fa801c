// Names as they stand in DNS messages (RFC 1035, 3.1 and 4.1.4). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/wire.hpp"

namespace pic::client {

// Labels behind their lengths, a zero at the end, folded, without compression: two names are the
// same when these are equal.
using WireName = std::string;

// `name` as net::parse_host_name gives it.
WireName to_wire(std::string_view name);

// Reads the name at the reader, which ends up behind it; a pointer leads elsewhere in `message`.
// Nullopt when it does not end within the limits: 255 bytes, 64 pointers.
std::optional<WireName> read_name(ByteView message, Reader& reader);

} // namespace pic::client
