// Addresses by which a machine speaks with itself.
#pragma once

#include "net/address.hpp"

namespace pic::net {

bool is_loopback(const Address& address);

} // namespace pic::net
