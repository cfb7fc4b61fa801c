#include "net/address.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    const auto text = fuzz::text_of(bytes);
    if (const auto address = net::Address::parse(text)) {
        fuzz::require(net::Address::parse(address->text()) == *address, "an address is its text");
        static_cast<void>(net::is_public(*address));
    }
    if (const auto prefix = net::Prefix::parse(text)) {
        fuzz::require(net::Prefix::parse(prefix->text()) == *prefix, "a prefix is its text");
        fuzz::require(prefix->contains(prefix->base()), "a prefix holds its base");
    }
    if (const auto raw = net::Address::from_bytes(bytes))
        fuzz::require(net::Address::parse(raw->text()) == *raw, "bytes are an address");
}
