// Makes certificates: EC P-256, SHA-256, random serials. `now` is the clock; validity begins a day
// before the later of it and clock_floor(). Milliseconds each. Any thread.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/time.hpp"
#include "net/address.hpp"

namespace pic::ca {

struct Issued {
    std::string certificate; // PEM
    Secret key;              // PEM, PKCS #8
};

inline constexpr std::chrono::days root_life{3653}, intermediate_life{1096}, leaf_life{397};

// `owner` tells the cells of one person apart in a list of roots: the cell's name, or the host's
// before it has one. X.520 has room for 64 bytes in a common name.
inline constexpr std::size_t longest_owner = 40;
Result<Issued> issue_root(std::string_view owner, Time now);
Result<Issued> issue_intermediate(const Issued& root, std::string_view owner, Time now);

// At least one name or address; Code::invalid names the one that the root may not vouch for.
// Ends with its issuer at the latest.
struct LeafRequest {
    std::vector<std::string> names; // folded host names, "*." in front allowed
    std::vector<net::Address> addresses;
};
Result<Issued> issue_leaf(const Issued& issuer, const LeafRequest& request, Time now);

} // namespace pic::ca
