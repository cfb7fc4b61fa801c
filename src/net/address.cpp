#include "net/address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstring>
#include <fmt/format.h>
#include <vector>

namespace pic::net {

namespace {

constexpr std::size_t longest_text = INET6_ADDRSTRLEN;

// Clears every bit after the first `length`.
void clear_host_bits(std::span<std::uint8_t> bytes, int length) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int kept = std::clamp(length - static_cast<int>(i) * 8, 0, 8);
        bytes[i] = static_cast<std::uint8_t>(bytes[i] & (0xff00U >> kept));
    }
}

tl::unexpected<Error> not_an_address() {
    return fail(Code::invalid, "this is not an IP address", {},
                "write it like 192.0.2.7 or 2001:db8::7");
}

} // namespace

Result<Address> Address::parse(std::string_view text) {
    const std::string copy(text.substr(0, longest_text));
    if (copy.size() != std::strlen(copy.c_str())) return not_an_address();
    Address address;
    if (inet_pton(AF_INET, copy.c_str(), address.bytes_.data()) == 1) return address;
    if (inet_pton(AF_INET6, copy.c_str(), address.bytes_.data()) != 1) return not_an_address();
    address.family_ = Family::v6;
    return address;
}

Address Address::v4(std::uint32_t host_order) {
    Address address;
    const std::uint32_t network_order = htonl(host_order);
    std::memcpy(address.bytes_.data(), &network_order, sizeof network_order);
    return address;
}

Result<Address> Address::from_bytes(std::span<const std::uint8_t> network_order) {
    if (network_order.size() != 4 && network_order.size() != 16)
        return fail(Code::malformed, "an address has 4 or 16 bytes");
    Address address;
    address.family_ = network_order.size() == 4 ? Family::v4 : Family::v6;
    std::ranges::copy(network_order, address.bytes_.begin());
    return address;
}

std::uint32_t Address::to_v4() const {
    if (!is_v4()) return 0;
    std::uint32_t network_order = 0;
    std::memcpy(&network_order, bytes_.data(), sizeof network_order);
    return ntohl(network_order);
}

// Many for each change, and inet_ntop(3) goes by printf.
std::string Address::text() const {
    if (is_v4()) return fmt::format("{}", fmt::join(bytes(), "."));
    char buffer[INET6_ADDRSTRLEN];
    inet_ntop(AF_INET6, bytes_.data(), buffer, sizeof buffer);
    return buffer;
}

Address Address::plus(std::uint64_t offset) const {
    Address sum = *this;
    std::uint64_t carry = offset;
    for (std::size_t i = bytes().size(); i-- > 0 && carry != 0;) {
        carry += sum.bytes_[i];
        sum.bytes_[i] = static_cast<std::uint8_t>(carry);
        carry >>= 8;
    }
    return sum;
}

Result<Prefix> Prefix::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto parsed = Address::parse(text.substr(0, slash));
    if (!parsed)
        return fail(Code::invalid, "this is no range of IP addresses", {},
                    "write it like 192.0.2.0/24 or 2001:db8::/64");
    const auto& address = *parsed;
    if (slash == std::string_view::npos) return host(address);
    const auto digits = text.substr(slash + 1);
    int length = -1;
    std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (std::to_string(length) != digits || length < 0 || length > address.bits())
        return fail(Code::invalid, "the length of this prefix is not between 0 and " +
                                       std::to_string(address.bits()));
    const Prefix prefix = of(address, length);
    if (prefix.base() != address)
        return fail(Code::invalid, "this prefix has bits set beyond its length", {},
                    "write " + prefix.text());
    return prefix;
}

Prefix Prefix::of(Address address, int length) {
    Prefix prefix;
    prefix.length_ = std::clamp(length, 0, address.bits());
    std::array<std::uint8_t, 16> bytes{};
    std::ranges::copy(address.bytes(), bytes.begin());
    const std::span<std::uint8_t> used(bytes.data(), address.bytes().size());
    clear_host_bits(used, prefix.length_);
    prefix.base_ = *Address::from_bytes(used);
    return prefix;
}

Prefix Prefix::all(Family family) {
    if (family == Family::v4) return {};
    return of(*Address::parse("::"), 0);
}

bool Prefix::contains(const Address& address) const {
    return address.family() == family() && of(address, length_).base() == base_;
}

bool Prefix::contains(const Prefix& other) const {
    return other.length() >= length_ && contains(other.base());
}

bool Prefix::overlaps(const Prefix& other) const {
    return contains(other) || other.contains(*this);
}

std::string Prefix::text() const {
    return base_.text() + "/" + std::to_string(length_);
}

namespace {

// Where a NAT64 sends what is for an IPv4 range (RFC 6052): 64:ff9b::a00:0/104 for 10.0.0.0/8. Not
// every one refuses private ones, as it should.
Prefix through_nat64(const Prefix& range) {
    return *Prefix::parse("64:ff9b::" + range.base().text() + "/" +
                          std::to_string(96 + range.length()));
}

} // namespace

// fec0::/10 is site-local, deprecated by RFC 3879, and was never public; QEMU still hands it out.
// 64:ff9b:1::/48 is a NAT64's of one's own (RFC 8215), and 2002::/16 (6to4, RFC 7526) leads to any
// IPv4 address, private ones too.
std::span<const Prefix> special_ranges() {
    static const std::vector<Prefix> ranges = [] {
        std::vector<Prefix> parsed;
        for (const auto* text :
             {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
              "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15",
              "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"}) {
            parsed.push_back(*Prefix::parse(text));
            parsed.push_back(through_nat64(parsed.back()));
        }
        for (const auto* text :
             {"::/127", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64", "2001:db8::/32", "2002::/16",
              "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"})
            parsed.push_back(*Prefix::parse(text));
        return parsed;
    }();
    return ranges;
}

std::span<const Prefix> home_ranges() {
    static const std::array ranges = {*Prefix::parse("10.0.0.0/8"), *Prefix::parse("172.16.0.0/12"),
                                      *Prefix::parse("192.168.0.0/16"), *Prefix::parse("fc00::/7")};
    return ranges;
}

bool is_home(const Address& address) {
    return std::ranges::any_of(home_ranges(),
                               [&](const Prefix& range) { return range.contains(address); });
}

bool is_link_local(const Address& address) {
    static const auto range = *Prefix::parse("fe80::/10");
    return range.contains(address);
}

bool is_public(const Address& address) {
    return std::ranges::none_of(special_ranges(),
                                [&](const Prefix& range) { return range.contains(address); });
}

} // namespace pic::net
