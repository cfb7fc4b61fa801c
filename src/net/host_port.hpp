// Where something answers: an address or a host name, and a port. "192.0.2.7:51820",
// "[2001:db8::7]:51820", "home.example.org:51820".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/address.hpp"

namespace pic::net {

struct HostPort {
    std::string host; // canonical address text or folded host name
    std::uint16_t port = 0;

    // Without a port in the text, `default_port` is taken; 0 makes the port mandatory.
    static Result<HostPort> parse(std::string_view text, std::uint16_t default_port = 0);
    std::optional<Address> address() const; // when the host is one
    bool empty() const { return host.empty(); }
    std::string text() const;
    auto operator<=>(const HostPort&) const = default;
};

Result<std::uint16_t> parse_port(std::string_view text);

} // namespace pic::net
