#include "client/stun_message.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    constexpr client::StunId id{0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34,
                                0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae};
    if (const auto seen = client::parse_stun(bytes, id))
        fuzz::require(seen->port != 0, "whoever asked had a port");
}
