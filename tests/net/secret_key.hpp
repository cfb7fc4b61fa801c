// A private or pre-shared key as a client's file has it: the cell itself only writes them.
#pragma once

#include "net/wg_key.hpp"

namespace pic::net {

inline Result<Secret> parse_secret_key(std::string_view base64) {
    return WgKey::parse(base64).map(
        [](const WgKey& key) { return Secret(std::span<const std::uint8_t>(key.bytes())); });
}

} // namespace pic::net
