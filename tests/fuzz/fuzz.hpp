// What the targets share. A target calls a parser with any bytes; sanitizers judge memory,
// require() what the parser promises: what it printed it reads again as the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>

namespace pic::fuzz {

using Bytes = std::span<const std::uint8_t>;

inline std::string_view text_of(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline void require(bool promise, const char* what) {
    if (promise) return;
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}

// Takes the first byte as a choice; 0 when there is none.
inline std::uint8_t take_choice(Bytes& bytes) {
    if (bytes.empty()) return 0;
    const auto choice = bytes.front();
    bytes = bytes.subspan(1);
    return choice;
}

} // namespace pic::fuzz

// The body of a target: FUZZ(bytes) { … }
#define FUZZ(bytes)                                                                                \
    static void fuzz_one(pic::fuzz::Bytes bytes);                                                  \
    extern "C" __attribute__((visibility("default"))) int LLVMFuzzerTestOneInput(                  \
        const std::uint8_t* data, std::size_t size) {                                              \
        fuzz_one({data, size});                                                                    \
        return 0;                                                                                  \
    }                                                                                              \
    static void fuzz_one(pic::fuzz::Bytes bytes)
