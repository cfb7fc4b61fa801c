#include "client/ntp_message.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    constexpr std::uint64_t cookie = 0x0123456789abcdef;
    const auto reply = client::parse_ntp(bytes, cookie);
    if (!reply) return;
    fuzz::require(reply->stratum > 0, "stratum 0 is a refusal");
}
