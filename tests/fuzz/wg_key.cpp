#include "net/wg_key.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    const auto text = fuzz::text_of(bytes);
    const auto key = net::WgKey::parse(text);
    if (!key) return;
    fuzz::require(key->text() == text, "a key has one text");
    static_cast<void>(net::public_key(Secret(std::span<const std::uint8_t>(key->bytes()))));
}
