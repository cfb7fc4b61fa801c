// What a certificate says (RFC 5280).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/time.hpp"
#include "net/address.hpp"

namespace pic::ca {

struct Certificate {
    std::string subject, issuer; // RFC 2253
    std::string serial;          // hex
    Time from{}, until{};
    std::vector<std::string> names;
    std::vector<net::Address> addresses;
    std::string fingerprint; // SHA-256 of the DER, "AB:CD:…"
    bool operator==(const Certificate&) const = default;

    // When to make its successor: with a third of its life left.
    Time renew_at() const { return until - (until - from) / 3; }
};

Result<Certificate> inspect(std::string_view pem);
// Whether the key is the (first) certificate's.
bool belong_together(std::string_view pem, const Secret& key);
Result<std::vector<std::uint8_t>> to_der(std::string_view pem);

} // namespace pic::ca
