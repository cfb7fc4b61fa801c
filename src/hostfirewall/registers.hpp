// The registers of nftables' machine, of which each octet may be unknown, and comparing what is in
// them.
#pragma once

#include <array>

#include "hostfirewall/packet.hpp"
#include "hostfirewall/truth.hpp"
#include "ports/netfilter.hpp"

namespace pic::hostfirewall {

using Value = ports::netfilter::Octets;

class Registers {
  public:
    static constexpr std::size_t size = 80, word = 4;

    void load(std::size_t to, const Octets& octets); // what does not fit is left out
    Octets read(std::size_t from, std::size_t length) const;
    void forget() { octets_ = {}; }

  private:
    std::array<Octet, size> octets_{};
};

Truth equal(const Octets& octets, const Value& value);
// Both as numbers, the first octet the highest; of the same length.
Truth less(const Octets& octets, const Value& value);
Truth less(const Value& value, const Octets& octets);
Truth between(const Octets& octets, const Value& low, const Value& high);
Truth compare(const Octets& octets, std::uint32_t operation, const Value& value); // NFT_CMP_*

Octets masked(const Octets& octets, const Value& mask, const Value& flip);
Octets swapped(Octets octets, std::size_t word);

} // namespace pic::hostfirewall
