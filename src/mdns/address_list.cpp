#include "mdns/address_list.hpp"

#include <algorithm>

#include "mdns/message.hpp"

namespace pic::mdns {

bool has(const AddressList& all, const net::Address& address) {
    return std::ranges::binary_search(all, address);
}

AddressList without(const AddressList& all, const AddressList& some) {
    AddressList rest;
    std::ranges::set_difference(all, some, std::back_inserter(rest));
    return rest;
}

AddressList united(const AddressList& one, const AddressList& other) {
    AddressList all;
    std::ranges::set_union(one, other, std::back_inserter(all));
    return all;
}

bool answers(std::uint16_t type, const net::Address& address) {
    return type == type_any || type == (address.is_v4() ? type_a : type_aaaa);
}

AddressList of_type(const AddressList& all, std::uint16_t type) {
    AddressList found;
    std::ranges::copy_if(all, std::back_inserter(found),
                         [&](const auto& address) { return answers(type, address); });
    return found;
}

} // namespace pic::mdns
