#include "net/wg_key.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    const auto text = fuzz::text_of(bytes);
    const auto key = net::WgKey::parse(text);
    const auto secret = net::parse_secret_key(text);
    fuzz::require(key.has_value() == secret.has_value(), "both halves look alike");
    if (!key) return;
    fuzz::require(key->text() == text, "a key has one text");
    static_cast<void>(net::public_key(*secret));
}
