// Certificates as PEM, and as DER that the target puts into PEM, so that chance reaches the inside.
#include "ca/certificate.hpp"

#include <openssl/evp.h>

#include "fuzz/fuzz.hpp"

using namespace pic;

namespace {

std::string armoured(fuzz::Bytes der) {
    std::string base64(4 * (der.size() / 3 + 1) + 1, '\0');
    const auto size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(base64.data()), der.data(),
                                      static_cast<int>(der.size()));
    base64.resize(static_cast<std::size_t>(size));
    std::string pem = "-----BEGIN CERTIFICATE-----\n";
    for (std::size_t at = 0; at < base64.size(); at += 64)
        pem += base64.substr(at, 64) + "\n";
    return pem + "-----END CERTIFICATE-----\n";
}

} // namespace

FUZZ(bytes) {
    const bool is_der = !bytes.empty() && bytes.front() == 0x30; // a sequence
    const auto pem = is_der ? armoured(bytes) : std::string(fuzz::text_of(bytes));
    const auto certificate = ca::inspect(pem);
    const auto der = ca::to_der(pem);
    fuzz::require(certificate || !der, "what can be written can be shown");
}
