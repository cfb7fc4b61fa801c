// An answer as bytes (RFC 9112). Pure.
#pragma once

#include <string>

#include "base/time.hpp"
#include "http/message.hpp"

namespace pic::http {

struct Manner {
    bool body = true;  // false: the answer to HEAD
    bool close = true; // no request is read after it
    Time now{};
};

std::string to_bytes(const Answer& answer, const Manner& manner);

// The head of a stream of events, which lasts as long as the connection.
std::string stream_head(Time now);

} // namespace pic::http
