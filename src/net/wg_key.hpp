// WireGuard keys (Curve25519, RFC 7748): 32 bytes, written as 44 characters of base64 like wg(8).
// A public key is a value; private and pre-shared keys are secrets of the same shape.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace pic::net {

class WgKey {
  public:
    static constexpr std::size_t size = 32;
    using Bytes = std::array<std::uint8_t, size>;

    WgKey() = default; // all zero: no key
    explicit WgKey(const Bytes& bytes) : bytes_(bytes) {}
    static Result<WgKey> parse(std::string_view base64);

    const Bytes& bytes() const { return bytes_; }
    bool empty() const { return *this == WgKey(); }
    std::string text() const;
    auto operator<=>(const WgKey&) const = default;

  private:
    Bytes bytes_{};
};

Secret new_private_key();                       // 32 bytes, clamped as wg genkey does
Secret new_preshared_key();                     // 32 random bytes
std::string secret_key_text(const Secret& key); // base64; the caller owns a secret now
Result<WgKey> public_key(const Secret& private_key);

} // namespace pic::net
