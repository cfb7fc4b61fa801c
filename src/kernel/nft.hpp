// nftables: its language, by libnftables(3), and its generation.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.hpp"
#include "kernel/socket.hpp"

namespace pic::kernel {

// Runs commands as one transaction; what they print, without elements and counters.
Result<std::string> run_nft(const std::string& commands);

// Counts the transactions of everybody, in all tables.
Result<std::uint32_t> nft_generation(Socket& netfilter);

// Both, for who must not depend on the kernel.
struct Nft {
    std::function<Result<std::string>(const std::string& commands)> run;
    std::function<Result<std::uint32_t>()> generation;
};

} // namespace pic::kernel
