// The port of names in the local network (RFC 6762), which picd itself listens on.
#pragma once

#include <cstdint>

namespace pic::net {

inline constexpr std::uint16_t mdns_port = 5353;

} // namespace pic::net
