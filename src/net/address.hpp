// An IPv4 or IPv6 address, and a prefix of either. Values: comparable, ordered (IPv4 first), cheap.
// Text as inet_ntop(3); parsing takes nothing else (no zone ids, no leading zeros, no spaces).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pic::net {

enum class Family : std::uint8_t { v4 = 4, v6 = 6 };

class Address {
  public:
    Address() = default; // 0.0.0.0
    static Result<Address> parse(std::string_view text);
    static Address v4(std::uint32_t host_order);
    static Result<Address> from_bytes(std::span<const std::uint8_t> network_order); // 4 or 16

    Family family() const { return family_; }
    bool is_v4() const { return family_ == Family::v4; }
    int bits() const { return is_v4() ? 32 : 128; }
    std::span<const std::uint8_t> bytes() const { return {bytes_.data(), is_v4() ? 4U : 16U}; }
    std::uint32_t to_v4() const; // host order; 0 for IPv6
    std::string text() const;

    // The address `offset` after this one; wraps within the family.
    Address plus(std::uint64_t offset) const;
    auto operator<=>(const Address&) const = default;

  private:
    Family family_ = Family::v4;
    std::array<std::uint8_t, 16> bytes_{}; // IPv4 in the first four, the rest zero
};

class Prefix {
  public:
    Prefix() = default;                                 // 0.0.0.0/0
    static Result<Prefix> parse(std::string_view text); // "10.1.0.0/20"; host bits must be zero
    static Prefix of(Address address, int length);      // host bits cleared, length clamped
    static Prefix host(Address address) { return of(address, address.bits()); }
    static Prefix all(Family family);

    Address base() const { return base_; }
    int length() const { return length_; }
    Family family() const { return base_.family(); }
    bool contains(const Address& address) const;
    bool contains(const Prefix& other) const;
    bool overlaps(const Prefix& other) const;
    std::string text() const;
    auto operator<=>(const Prefix&) const = default;

  private:
    Address base_;
    int length_ = 0;
};

// Private, link-local, shared (100.64/10), loopback, multicast and other special ranges
// (RFC 6890): what "the internet" is not.
std::span<const Prefix> special_ranges();
bool is_public(const Address& address);
// What a home's own network is made of (RFC 1918, 4193). 100.64/10 is not: that is a provider's,
// and on an uplink behind carrier NAT those are the neighbours.
std::span<const Prefix> home_ranges();
bool is_home(const Address& address);
bool is_link_local(const Address& address); // of IPv6, fe80::/10: means nothing without its device

} // namespace pic::net
