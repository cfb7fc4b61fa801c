// Looking a key up in nftables' sets and maps. Pure.
#pragma once

#include "hostfirewall/registers.hpp"

namespace pic::hostfirewall {

struct Found {
    Truth found = Truth::no;
    // What it may be: the one element that was found, or all that it could be.
    std::vector<const ports::netfilter::Element*> elements;
};

Found look_up(const ports::netfilter::Set& set, const Octets& key);

} // namespace pic::hostfirewall
