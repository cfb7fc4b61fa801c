// One question and its answer over UDP: sent again after 250 ms, 500 ms, … until the deadline.
#pragma once

#include <functional>
#include <optional>
#include <type_traits>

#include "client/socket.hpp"

namespace pic::client {

// Gives each datagram of `server` to `take` until that returns true. Code::unavailable at the
// deadline, or when the server's host says that nothing listens there.
Status ask_over_udp(const Server& server, ByteView question, Deadline deadline,
                    const std::function<bool(ByteView)>& take);

// The first answer that `parse` does not call malformed: what is malformed, or answers somebody
// else's question, may be a stranger's.
template <class Parse>
auto ask_and_parse(const Server& server, ByteView question, Deadline deadline, Parse parse)
    -> std::invoke_result_t<Parse, ByteView> {
    std::optional<std::invoke_result_t<Parse, ByteView>> answer;
    const auto asked = ask_over_udp(server, question, deadline, [&](ByteView datagram) {
        answer = parse(datagram);
        return answer->has_value() || answer->error().code != Code::malformed;
    });
    if (asked) return std::move(*answer);
    Error error = asked.error();
    if (answer) error.causes.push_back(answer->error().detail);
    return fail(std::move(error));
}

} // namespace pic::client
