#include "cell/ranges.hpp"

#include <algorithm>
#include <array>

#include <sodium.h>

namespace pic::cell {

namespace {

constexpr int proposed_length = 20, widest = 12, narrowest = 29, ipv6_length = 64;
constexpr int tries = 1000; // in each pool: a host that routes them all gets the last one

// A home's, or a provider's (RFC 6598), which no home has.
bool is_private(const net::Prefix& range) {
    static const auto shared = *net::Prefix::parse("100.64.0.0/10");
    return shared.contains(range) || std::ranges::any_of(net::home_ranges(), [&](const auto& each) {
               return each.contains(range);
           });
}

Status check_ipv4(const net::Prefix& range, std::uint32_t highest) {
    if (range.family() != net::Family::v4)
        return fail(Code::invalid, "this is not an IPv4 range", "/ipv4");
    if (range.length() < widest || range.length() > narrowest)
        return fail(Code::invalid, "the range should be between /12 and /29", "/ipv4",
                    "write its length behind a slash, like 10.0.0.0/20");
    if (!is_private(range))
        return fail(Code::invalid, range.text() + " is not a private range", "/ipv4",
                    "take one within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10");
    const auto last = (std::uint64_t{1} << (32 - range.length())) - 2;
    if (highest > last)
        return fail(Code::conflict,
                    range.text() + " has room for " + std::to_string(last - 1) +
                        " devices, and one of yours has number " + std::to_string(highest),
                    "/ipv4", "take a wider range");
    return {};
}

Status check_free(const net::Prefix& range, const ports::Host& host, const std::string& field) {
    if (const auto* route = met_by(range, host))
        return fail(Code::conflict,
                    range.text() + " overlaps " + route->destination.text() +
                        ", which this machine reaches by " + route->device,
                    field, "choose another, for example " + alternative_to(range, host).text());
    return {};
}

// As random as the seed, within `pool`.
net::Prefix range_of(const std::string& seed, const net::Prefix& pool, int length) {
    std::array<std::uint8_t, 16> bytes{};
    crypto_generichash(bytes.data(), bytes.size(),
                       reinterpret_cast<const unsigned char*>(seed.data()), seed.size(), nullptr,
                       0);
    const auto base = pool.base();
    for (std::size_t i = 0; i < base.bytes().size(); ++i) {
        const int fixed = std::clamp(pool.length() - static_cast<int>(i) * 8, 0, 8);
        const auto mask = static_cast<std::uint8_t>(0xff00 >> fixed);
        bytes[i] = static_cast<std::uint8_t>((base.bytes()[i] & mask) | (bytes[i] & ~mask));
    }
    return net::Prefix::of(*net::Address::from_bytes(std::span(bytes).first(base.bytes().size())),
                           length);
}

// The first of those that come of the seed and meet no route of the host. A host may route all of
// 10.0.0.0/8, a company's VPN does.
net::Prefix first_free(const ports::Host& host, const std::string& seed, net::Family family,
                       int length) {
    static const std::array pools = {
        *net::Prefix::parse("10.0.0.0/8"), *net::Prefix::parse("172.16.0.0/12"),
        *net::Prefix::parse("100.64.0.0/10"), *net::Prefix::parse("fd00::/8")};
    net::Prefix range;
    for (const auto& pool : pools)
        for (int number = 0; number < tries; ++number) {
            if (pool.family() != family || pool.length() > length) break;
            range = range_of(seed + "#" + std::to_string(number), pool, length);
            if (met_by(range, host) == nullptr) return range;
        }
    return range;
}

} // namespace

const ports::Route* met_by(const net::Prefix& range, const ports::Host& host) {
    for (const auto* routes : {&host.routes, &host.others})
        for (const auto& route : *routes)
            if (route.destination.length() > 0 && !route.device.empty() &&
                route.destination.overlaps(range))
                return &route;
    return nullptr;
}

net::Prefix propose_ipv4(const ports::Host& host, const std::string& seed) {
    return first_free(host, seed, net::Family::v4, proposed_length);
}

net::Prefix propose_ipv6(const ports::Host& host, const std::string& seed) {
    return first_free(host, seed, net::Family::v6, ipv6_length);
}

net::Prefix alternative_to(const net::Prefix& range, const ports::Host& host) {
    return first_free(host, range.text(), range.family(), range.length());
}

Status check_range4(const net::Prefix& range, const ports::Host& host, std::uint32_t highest) {
    PIC_TRY(check_ipv4(range, highest));
    return check_free(range, host, "/ipv4");
}

Status check_range6(const net::Prefix& range, const ports::Host& host) {
    static const auto unique_local = *net::Prefix::parse("fc00::/7");
    if (range.length() != ipv6_length || !unique_local.contains(range))
        return fail(Code::invalid, "the IPv6 range should be a /64 of fd00::/8", "/ipv6");
    return check_free(range, host, "/ipv6");
}

} // namespace pic::cell
