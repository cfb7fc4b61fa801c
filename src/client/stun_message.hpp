// STUN binding requests and their answers (RFC 8489). Pure.
#pragma once

#include <array>

#include "base/result.hpp"
#include "client/socket.hpp"

namespace pic::client {

using StunId = std::array<std::uint8_t, 12>;

Bytes stun_request(const StunId& id);

// The address and port our packet came from, as the server saw it. Code::malformed for what is no
// answer to `id`, Code::unavailable for the server's refusal.
Result<Server> parse_stun(ByteView datagram, const StunId& id);

} // namespace pic::client
