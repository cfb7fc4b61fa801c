// A cell with many peers, as values.
#pragma once

#include "plan/wanted.hpp"

namespace pic::bench {

inline constexpr std::uint32_t many = 10000;

// Set up, with an uplink and `peers` peers with random keys. Made once for each number.
const plan::Inputs& cell_with(std::uint32_t peers);

std::string peer_id(std::uint32_t number);

} // namespace pic::bench
