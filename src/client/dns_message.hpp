// DNS questions and answers (RFC 1035, 3596). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "client/wire.hpp"
#include "net/address.hpp"

namespace pic::client {

enum class DnsType : std::uint16_t { a = 1, soa = 6, aaaa = 28 };

struct DnsQuestion {
    std::uint16_t id = 0;
    std::string name; // as net::parse_host_name gives it
    DnsType type = DnsType::a;
};

inline constexpr int dns_ok = 0, dns_no_such_name = 3; // rcodes (RFC 1035, 4.1.1)

struct DnsAnswer {
    int rcode = dns_ok;
    bool truncated = false;              // the rest is to be had over TCP
    std::vector<net::Address> addresses; // of the name, through its aliases
    std::optional<std::uint32_t> serial; // of the SOA record, when that was asked
};

Bytes dns_query(const DnsQuestion& question);

// Code::malformed for what is no answer to `question`. At most 256 records and 16 aliases count.
Result<DnsAnswer> parse_dns(ByteView message, const DnsQuestion& question);

} // namespace pic::client
