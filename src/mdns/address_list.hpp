// Sorted lists of addresses: what a name means, what of it was told, what was asked for.
#pragma once

#include <cstdint>
#include <vector>

#include "net/address.hpp"

namespace pic::mdns {

using AddressList = std::vector<net::Address>; // sorted, each once

bool has(const AddressList& all, const net::Address& address);
AddressList without(const AddressList& all, const AddressList& some);
AddressList united(const AddressList& one, const AddressList& other);

// Of a question's type: A, AAAA or any.
bool answers(std::uint16_t type, const net::Address& address);
AddressList of_type(const AddressList& all, std::uint16_t type);

} // namespace pic::mdns
