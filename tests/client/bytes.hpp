// Bytes as people write them, and how every truncation of them is tried.
#pragma once

#include <functional>
#include <gtest/gtest.h>
#include <string_view>

#include "client/wire.hpp"

namespace pic::client {

// "21 12 a4 42"; spaces and line ends do not count.
inline Bytes hex(std::string_view text) {
    Bytes bytes;
    int digits = 0;
    for (const char c : text) {
        if (c == ' ' || c == '\n') continue;
        const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
        if (digits++ % 2 == 0)
            bytes.push_back(static_cast<std::uint8_t>(digit << 4));
        else
            bytes.back() = static_cast<std::uint8_t>(bytes.back() | digit);
    }
    return bytes;
}

// No part of `whole` from its start may pass for an answer.
inline void expect_refused_when_cut(const Bytes& whole, std::size_t least,
                                    const std::function<bool(ByteView)>& accepted) {
    ASSERT_TRUE(accepted(whole));
    for (std::size_t size = 0; size < least; ++size)
        EXPECT_FALSE(accepted(ByteView(whole).first(size))) << size << " bytes";
}

} // namespace pic::client
