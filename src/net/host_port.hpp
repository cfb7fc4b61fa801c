// Where something answers: an address or a host name, and a port. "192.0.2.7:51820",
// "[2001:db8::7]:51820", "home.example.org". A port that was not said stays unsaid (0), so that the
// default of whoever uses it may change later.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/address.hpp"

namespace pic::net {

struct HostPort {
    std::string host;       // canonical address text or folded host name
    std::uint16_t port = 0; // 0: not said

    static Result<HostPort> parse(std::string_view text);
    HostPort or_port(std::uint16_t standard) const { return {host, port != 0 ? port : standard}; }
    std::optional<Address> address() const; // when the host is one
    bool empty() const { return host.empty(); }
    std::string text() const;
    auto operator<=>(const HostPort&) const = default;
};

Result<std::uint16_t> parse_port(std::string_view text);

} // namespace pic::net
