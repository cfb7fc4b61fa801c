#include "base/time.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    if (const auto time = parse_time(fuzz::text_of(bytes)))
        fuzz::require(parse_time(format_time(*time)) == *time, "a time is its text");
}
