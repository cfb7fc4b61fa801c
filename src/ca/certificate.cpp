#include "ca/certificate.hpp"

#include <array>
#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/x509v3.h>

#include "ca/openssl.hpp"

namespace pic::ca {

namespace {

std::string name_text(const X509_NAME* name) {
    const BioHandle bio(BIO_new(BIO_s_mem()));
    if (!bio || X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253) < 0) return {};
    char* data = nullptr;
    const long size = BIO_ctrl(bio.get(), BIO_CTRL_INFO, 0, &data);
    return {data, static_cast<std::size_t>(size)};
}

Time to_time(const ASN1_TIME* time) {
    std::tm parts{};
    ASN1_TIME_to_tm(time, &parts);
    return Time(std::chrono::seconds(timegm(&parts)));
}

std::string serial_text(X509& certificate) {
    const Handle<BIGNUM, BN_free> number(
        ASN1_INTEGER_to_BN(X509_get0_serialNumber(&certificate), nullptr));
    char* hex = number ? BN_bn2hex(number.get()) : nullptr;
    std::string text = hex == nullptr ? "" : hex;
    CRYPTO_free(hex, __FILE__, __LINE__);
    return text;
}

std::string fingerprint(X509& certificate) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (X509_digest(&certificate, EVP_sha256(), digest.data(), &size) != 1) return {};
    return fmt::format("{:02X}", fmt::join(digest.begin(), digest.begin() + size, ":"));
}

std::span<const std::uint8_t> bytes_of(const ASN1_STRING* string) {
    return {ASN1_STRING_get0_data(string), static_cast<std::size_t>(ASN1_STRING_length(string))};
}

void read_alternative_names(X509& certificate, Certificate& into) {
    const Handle<GENERAL_NAMES, GENERAL_NAMES_free> names(static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
    if (!names) return;
    for (int i = 0; i < OPENSSL_sk_num(reinterpret_cast<OPENSSL_STACK*>(names.get())); ++i) {
        int type = 0;
        const auto* name = static_cast<const GENERAL_NAME*>(
            OPENSSL_sk_value(reinterpret_cast<OPENSSL_STACK*>(names.get()), i));
        const auto* value = GENERAL_NAME_get0_value(name, &type);
        // Only of these kinds is the value a string.
        if (type != GEN_DNS && type != GEN_IPADD) continue;
        const auto bytes = bytes_of(static_cast<const ASN1_STRING*>(value));
        if (type == GEN_DNS)
            into.names.emplace_back(bytes.begin(), bytes.end());
        else if (const auto address = net::Address::from_bytes(bytes))
            into.addresses.push_back(*address);
    }
}

} // namespace

Result<Certificate> inspect(std::string_view pem) {
    PIC_LET(handle, read_certificate(pem));
    X509& x509 = *handle;
    Certificate certificate{.subject = name_text(X509_get_subject_name(&x509)),
                            .issuer = name_text(X509_get_issuer_name(&x509)),
                            .serial = serial_text(x509),
                            .from = to_time(X509_get0_notBefore(&x509)),
                            .until = to_time(X509_get0_notAfter(&x509)),
                            .names = {},
                            .addresses = {},
                            .fingerprint = fingerprint(x509)};
    read_alternative_names(x509, certificate);
    return certificate;
}

bool belong_together(std::string_view pem, const Secret& key) {
    const auto certificate = read_certificate(pem);
    const auto pair = read_key(key);
    return certificate && pair && X509_check_private_key(certificate->get(), pair->get()) == 1;
}

Result<std::vector<std::uint8_t>> to_der(std::string_view pem) {
    PIC_LET(handle, read_certificate(pem));
    const int size = i2d_X509(handle.get(), nullptr);
    if (size <= 0) return fail(openssl_error("the certificate could not be written"));
    std::vector<std::uint8_t> der(static_cast<std::size_t>(size));
    unsigned char* end = der.data();
    i2d_X509(handle.get(), &end);
    return der;
}

} // namespace pic::ca
