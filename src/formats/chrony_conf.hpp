// chrony.conf(5), for chrony 4.3 and later: the file pic-ntp starts from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/cell.hpp"
#include "net/address.hpp"

namespace pic::formats {

// Peers are answered without any source too: one time for all of them is better than none. Sources
// of this stratum and more are then another cell in the same state.
inline constexpr int orphan_stratum = 10;

struct ChronyConf {
    model::TimeService time;
    // Where the cell answers; chrony takes one address per family.
    std::optional<net::Address> ipv4, ipv6;
    std::vector<net::Prefix> clients; // who gets an answer
};

std::string chrony_conf_text(const ChronyConf& conf);

} // namespace pic::formats
