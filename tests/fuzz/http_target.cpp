#include "fuzz/fuzz.hpp"
#include "http/target.hpp"
#include "net/name.hpp"

using namespace pic;

FUZZ(bytes) {
    const auto target = http::parse_target(fuzz::text_of(bytes));
    if (!target) return;
    for (const auto& segment : target->segments)
        fuzz::require(net::parse_line(segment, bytes.size()).has_value(), "a segment is a line");
}
