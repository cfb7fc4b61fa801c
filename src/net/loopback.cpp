#include "net/loopback.hpp"

#include <algorithm>
#include <array>

namespace pic::net {

bool is_loopback(const Address& address) {
    static const std::array ranges = {*Prefix::parse("127.0.0.0/8"), *Prefix::parse("::1/128")};
    return std::ranges::any_of(ranges,
                               [&](const Prefix& range) { return range.contains(address); });
}

} // namespace pic::net
