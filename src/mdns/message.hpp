// Messages of multicast DNS (RFC 6762), reduced to what concerns one name and its addresses. Pure.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "client/dns_name.hpp"
#include "net/address.hpp"

namespace pic::mdns {

using client::Bytes;
using client::ByteView;
using client::WireName;

inline constexpr std::uint16_t type_a = 1, type_aaaa = 28, type_any = 255;

// Seconds that others may keep an address (10), and a resolver that knows nothing of multicast
// (6.7).
inline constexpr std::uint32_t usual_ttl = 120, legacy_ttl = 10;

struct Question {
    std::uint16_t type = 0;
    bool unicast = false; // the answer is wanted by unicast (5.4)
};

struct Known {
    net::Address address;
    std::uint32_t ttl = 0; // 0: it was just taken back
};

// Type and data of each record, sorted: so are the claims of two probers compared (8.2).
using Claim = std::vector<std::pair<std::uint16_t, Bytes>>;

struct Message {
    std::uint16_t id = 0;
    bool response = false;
    bool truncated = false;          // a question whose known answers go on in another message
    std::vector<Question> questions; // about the name
    std::vector<Known> known;        // its addresses, as the sender of this message has them
    Claim claim;                     // of a prober: what it wants the name to mean
};

// Code::malformed for what is no message of multicast DNS. At most 256 questions and records count.
Result<Message> parse(ByteView message, const WireName& name);

Claim claim_of(const std::vector<net::Address>& addresses);

// "Is anybody called so? These addresses are what I would give it" (8.1).
Bytes probe(const WireName& name, const std::vector<net::Address>& addresses);

struct Answer {
    std::vector<net::Address> addresses;  // that were asked for
    std::vector<net::Address> additional; // that the asker may want next
    bool no_others = false; // says which types of address there are not (6.1); `types` are there
    std::vector<std::uint16_t> types = {};
    std::uint32_t ttl = usual_ttl;
};
Bytes response(const WireName& name, const Answer& answer);

// To a resolver that asked the group as it would ask a server (6.7).
Bytes legacy_response(const WireName& name, std::uint16_t id, std::uint16_t type,
                      const std::vector<net::Address>& addresses);

} // namespace pic::mdns
