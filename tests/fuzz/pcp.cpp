#include "client/pcp_message.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    constexpr client::PcpNonce nonce{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    static_cast<void>(client::parse_pcp_map(bytes, nonce));
}
