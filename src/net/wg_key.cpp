#include "net/wg_key.hpp"

#include <algorithm>
#include <sodium.h>

namespace pic::net {

namespace {

constexpr std::size_t text_length = 44;

std::string to_base64(std::span<const std::uint8_t> bytes) {
    char buffer[text_length + 1];
    sodium_bin2base64(buffer, sizeof buffer, bytes.data(), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    std::string text(buffer);
    sodium_memzero(buffer, sizeof buffer); // it may be a secret key
    return text;
}

Status from_base64(std::string_view text, WgKey::Bytes& bytes) {
    std::size_t length = 0;
    // libsodium (1.0.18) takes some bytes beyond ASCII for letters.
    const auto ascii = [](char c) { return c > ' ' && c <= '~'; };
    if (text.size() != text_length || !std::ranges::all_of(text, ascii) ||
        sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length,
                          nullptr, sodium_base64_VARIANT_ORIGINAL) != 0 ||
        length != bytes.size())
        return fail(Code::invalid, "this is not a WireGuard key", {},
                    "a key is 44 characters of base64, as wg genkey and wg pubkey print it");
    return {};
}

} // namespace

Result<WgKey> WgKey::parse(std::string_view base64) {
    Bytes bytes{};
    PIC_TRY(from_base64(base64, bytes));
    if (WgKey(bytes).empty()) return fail(Code::invalid, "a key of zeros is no key");
    return WgKey(bytes);
}

std::string WgKey::text() const {
    return to_base64(bytes_);
}

Secret new_private_key() {
    WgKey::Bytes bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    bytes[0] &= 248;
    bytes[31] = static_cast<std::uint8_t>((bytes[31] & 127) | 64);
    Secret key{std::span<const std::uint8_t>(bytes)};
    sodium_memzero(bytes.data(), bytes.size());
    return key;
}

Secret new_preshared_key() {
    return random_secret(WgKey::size);
}

std::string secret_key_text(const Secret& key) {
    return to_base64(key.bytes());
}

Result<WgKey> public_key(const Secret& private_key) {
    if (private_key.size() != WgKey::size) return fail(Code::invalid, "a private key has 32 bytes");
    WgKey::Bytes bytes{};
    if (crypto_scalarmult_base(bytes.data(), private_key.bytes().data()) != 0)
        return fail(Code::invalid, "this private key has no public key");
    return WgKey(bytes);
}

} // namespace pic::net
