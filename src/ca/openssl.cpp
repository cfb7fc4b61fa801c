#include "ca/openssl.hpp"

#include <limits>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace pic::ca {

namespace {

constexpr std::size_t longest_pem = 64 << 10;

Result<BioHandle> reader(std::string_view text) {
    if (text.size() > longest_pem) return fail(Code::invalid, "this PEM is longer than 64 KiB");
    BioHandle bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    if (!bio) return fail(openssl_error("no memory for a PEM"));
    return bio;
}

std::string_view contents(BIO& bio) {
    char* data = nullptr;
    const long size = BIO_ctrl(&bio, BIO_CTRL_INFO, 0, &data);
    return {data, static_cast<std::size_t>(size)};
}

// Without it OpenSSL would ask for the passphrase of an encrypted key on the terminal.
int no_passphrase(char*, int, int, void*) {
    return -1;
}

} // namespace

Error openssl_error(std::string what) {
    Error error{.code = Code::internal, .detail = std::move(what)};
    while (const unsigned long number = ERR_get_error()) {
        char text[256];
        ERR_error_string_n(number, text, sizeof text);
        error.causes.emplace_back(text);
    }
    return error;
}

Result<X509Handle> read_certificate(std::string_view pem) {
    PIC_LET(bio, reader(pem));
    X509Handle certificate(PEM_read_bio_X509(bio.get(), nullptr, no_passphrase, nullptr));
    if (certificate) return certificate;
    ERR_clear_error();
    return fail(Code::malformed, "this is not a certificate in PEM");
}

Result<std::string> certificate_pem(X509& certificate) {
    const BioHandle bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_X509(bio.get(), &certificate) != 1)
        return fail(openssl_error("the certificate could not be written"));
    return std::string(contents(*bio));
}

Result<KeyHandle> read_key(const Secret& pem) {
    PIC_LET(bio, reader(pem.reveal()));
    KeyHandle key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr));
    if (key) return key;
    ERR_clear_error();
    return fail(Code::malformed, "this is not a private key in PEM");
}

Result<Secret> key_pem(EVP_PKEY& key) {
    const BioHandle bio(BIO_new(BIO_s_secmem())); // wiped when freed
    if (!bio ||
        PEM_write_bio_PKCS8PrivateKey(bio.get(), &key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return fail(openssl_error("the private key could not be written"));
    return Secret(contents(*bio));
}

} // namespace pic::ca
