// What the cell's root may vouch for (RFC 5280, 4.2.1.10): the cell's and the LAN's names, and
// addresses that are nobody's on the internet.
#pragma once

#include <string>
#include <string_view>

#include "net/address.hpp"

namespace pic::ca {

bool may_vouch_for(std::string_view name); // folded; a leading "*." is allowed
bool may_vouch_for(const net::Address& address);

// The value of the nameConstraints extension, as x509v3_config(5) writes it.
std::string constraints_text();

} // namespace pic::ca
