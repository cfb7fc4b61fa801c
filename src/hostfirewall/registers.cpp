#include "hostfirewall/registers.hpp"

#include <bit>
#include <linux/netfilter/nf_tables.h>

namespace pic::hostfirewall {

// What is shorter than a word fills it up with zeros.
void Registers::load(std::size_t to, const Octets& octets) {
    const auto whole = (octets.size() + word - 1) / word * word;
    for (std::size_t i = 0; i < whole && to + i < size; ++i)
        octets_[to + i] = i < octets.size() ? octets[i] : Octet(0);
}

Octets Registers::read(std::size_t from, std::size_t length) const {
    Octets octets(std::min(length, size));
    for (std::size_t i = 0; i < octets.size() && from + i < size; ++i)
        octets[i] = octets_[from + i];
    return octets;
}

Truth equal(const Octets& octets, const Value& value) {
    auto result = Truth::yes;
    for (std::size_t i = 0; i < std::min(octets.size(), value.size()); ++i) {
        if (!octets[i])
            result = Truth::maybe;
        else if (*octets[i] != value[i])
            return Truth::no;
    }
    return result;
}

namespace {

// -1, 0, 1, or nullopt where an unknown octet comes before the first that differs.
std::optional<int> order(const Octets& octets, const Value& value) {
    for (std::size_t i = 0; i < std::min(octets.size(), value.size()); ++i) {
        if (!octets[i]) return {};
        if (*octets[i] != value[i]) return *octets[i] < value[i] ? -1 : 1;
    }
    return 0;
}

} // namespace

Truth less(const Octets& octets, const Value& value) {
    const auto found = order(octets, value);
    return found ? truth(*found < 0) : Truth::maybe;
}

Truth less(const Value& value, const Octets& octets) {
    const auto found = order(octets, value);
    return found ? truth(*found > 0) : Truth::maybe;
}

Truth between(const Octets& octets, const Value& low, const Value& high) {
    return (!less(octets, low)) & (!less(high, octets));
}

Truth compare(const Octets& octets, std::uint32_t operation, const Value& value) {
    switch (operation) {
    case NFT_CMP_EQ:
        return equal(octets, value);
    case NFT_CMP_NEQ:
        return !equal(octets, value);
    case NFT_CMP_LT:
        return less(octets, value);
    case NFT_CMP_LTE:
        return !less(value, octets);
    case NFT_CMP_GT:
        return less(value, octets);
    case NFT_CMP_GTE:
        return !less(octets, value);
    default:
        return Truth::maybe;
    }
}

Octets masked(const Octets& octets, const Value& mask, const Value& flip) {
    auto result = octets;
    for (std::size_t i = 0; i < std::min({octets.size(), mask.size(), flip.size()}); ++i) {
        if (mask[i] == 0)
            result[i] = flip[i];
        else if (octets[i])
            result[i] = static_cast<std::uint8_t>((*octets[i] & mask[i]) ^ flip[i]);
    }
    return result;
}

Octets swapped(Octets octets, std::size_t word) {
    if constexpr (std::endian::native == std::endian::little)
        for (std::size_t at = 0; word > 1 && at + word <= octets.size(); at += word)
            std::reverse(octets.begin() + static_cast<std::ptrdiff_t>(at),
                         octets.begin() + static_cast<std::ptrdiff_t>(at + word));
    return octets;
}

} // namespace pic::hostfirewall
