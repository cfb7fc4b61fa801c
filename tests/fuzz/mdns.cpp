#include "fuzz/fuzz.hpp"
#include "mdns/message.hpp"

using namespace pic;

FUZZ(bytes) {
    static const auto name = client::to_wire("home.local");
    const auto message = mdns::parse(bytes, name);
    if (!message) return;
    fuzz::require(message->questions.size() <= 256 && message->known.size() <= 256,
                  "so many count");
}
