#include "client/ntp.hpp"

#include <sodium.h>

#include "client/ntp_message.hpp"
#include "client/udp.hpp"

namespace pic::client {

Result<NtpAnswer> ask_ntp(const Server& server, Deadline deadline) {
    std::uint64_t cookie = 0;
    randombytes_buf(&cookie, sizeof cookie);
    const auto asked = std::chrono::system_clock::now();
    PIC_LET(reply, ask_and_parse(server, ntp_request(cookie), deadline,
                                 [&](ByteView datagram) { return parse_ntp(datagram, cookie); }));
    const auto answered = std::chrono::system_clock::now();
    return NtpAnswer{reply.synchronised, reply.stratum,
                     ntp_offset(reply, to_ntp(asked), to_ntp(answered))};
}

} // namespace pic::client
