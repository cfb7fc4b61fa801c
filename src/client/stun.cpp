#include "client/stun.hpp"

#include <sodium.h>

#include "client/stun_message.hpp"
#include "client/udp.hpp"

namespace pic::client {

Result<Server> ask_stun(const Server& server, Deadline deadline) {
    StunId id{};
    randombytes_buf(id.data(), id.size());
    return ask_and_parse(server, stun_request(id), deadline,
                         [&](ByteView datagram) { return parse_stun(datagram, id); });
}

} // namespace pic::client
