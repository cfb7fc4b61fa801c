// Where a request comes from and how it travelled. Pure.
#pragma once

#include "base/result.hpp"
#include "http/message.hpp"

namespace pic::http {

struct Source {
    std::string address;      // of the client; empty: this machine
    bool tls = false;         // it reached pic-web over TLS
    bool confidential = true; // nobody on a network can read along
};

// X-Forwarded-For and -Proto count over the socket from pic-web alone; anybody else's are not even
// looked at. Code::malformed when pic-web sends none that can be read.
Result<Source> source_of(const Request& request);

} // namespace pic::http
