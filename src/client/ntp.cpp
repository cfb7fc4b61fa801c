#include "client/ntp.hpp"

#include <sodium.h>

#include "client/udp.hpp"

namespace pic::client {

Result<NtpReply> ask_ntp(const Server& server, Deadline deadline) {
    std::uint64_t cookie = 0;
    randombytes_buf(&cookie, sizeof cookie);
    return ask_and_parse(server, ntp_request(cookie), deadline,
                         [&](ByteView datagram) { return parse_ntp(datagram, cookie); });
}

} // namespace pic::client
