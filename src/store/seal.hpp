// Secrets at rest: XChaCha20-Poly1305 (libsodium) under the machine's key, each bound to its name.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace pic::store {

inline constexpr std::size_t key_bytes = 32;

using Sealed = std::vector<std::uint8_t>; // nonce, then ciphertext with its tag

Sealed seal(const Secret& value, std::string_view name, const Secret& key);

// Code::internal: another key, another name, or the bytes were changed.
Result<Secret> unseal(std::span<const std::uint8_t> sealed, std::string_view name,
                      const Secret& key);

} // namespace pic::store
