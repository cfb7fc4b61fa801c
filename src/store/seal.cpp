#include "store/seal.hpp"

#include <sodium.h>

namespace pic::store {

namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const std::uint8_t* bytes_of(std::string_view text) {
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

} // namespace

Sealed seal(const Secret& value, std::string_view name, const Secret& key) {
    Sealed sealed(nonce_bytes + value.size() + tag_bytes);
    randombytes_buf(sealed.data(), nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        sealed.data() + nonce_bytes, nullptr, value.bytes().data(), value.size(), bytes_of(name),
        name.size(), nullptr, sealed.data(), key.bytes().data());
    return sealed;
}

Result<Secret> unseal(std::span<const std::uint8_t> sealed, std::string_view name,
                      const Secret& key) {
    const auto failure = [&] {
        return fail(Code::internal, "the secret \"" + std::string(name) + "\" does not open", {},
                    "the store and /etc/credstore.encrypted/pic.key belong together: restore both "
                    "from the same backup");
    };
    if (sealed.size() < nonce_bytes + tag_bytes) return failure();
    std::vector<std::uint8_t> plain(sealed.size() - nonce_bytes - tag_bytes);
    const bool opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
                            plain.data(), nullptr, nullptr, sealed.data() + nonce_bytes,
                            sealed.size() - nonce_bytes, bytes_of(name), name.size(), sealed.data(),
                            key.bytes().data()) == 0;
    if (!opened) return failure();
    Secret value{std::span<const std::uint8_t>(plain)};
    sodium_memzero(plain.data(), plain.size());
    return value;
}

} // namespace pic::store
