// How much a client may take, and for how long. Tests make them small.
#pragma once

#include <chrono>
#include <cstddef>

namespace pic::http {

struct Limits {
    using Duration = std::chrono::milliseconds;

    // Of each listener: many strangers on one cannot shut out the other's.
    std::size_t connections = 1024;
    Duration request{10'000}; // from its first byte to its last; also for the first byte of all
    Duration idle{5'000};     // between two requests on one connection
    Duration write{30'000};   // of one answer, or of one event
    Duration answer{120'000}; // for the cell to answer

    std::size_t target = 4096, header = 16384;
    std::size_t body = 64 << 10;          // of who is signed in; times `connections` has to fit
    std::size_t stranger_body = 16 << 10; // of who is not: enough to sign in

    std::size_t streams = 64, streams_per_user = 8;
    std::size_t streams_for_admins = 16; // of `streams`: peer users cannot shut an admin out
    std::size_t waiting_events = 256;    // of a stream; who lets more pile up is cut off
    Duration ping{20'000};

    Duration drain{3'000}; // for answers under way when the server stops
};

} // namespace pic::http
