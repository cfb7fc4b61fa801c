// OpenSSL's objects under ownership, and its error queue as an Error.
#pragma once

#include <string>
#include <string_view>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/handle.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace pic::ca {

using X509Handle = Handle<X509, X509_free>;
using KeyHandle = Handle<EVP_PKEY, EVP_PKEY_free>;
using BioHandle = Handle<BIO, BIO_free_all>;

// What OpenSSL says went wrong, and its queue emptied.
Error openssl_error(std::string what);

Result<X509Handle> read_certificate(std::string_view pem); // the first one in `pem`
Result<std::string> certificate_pem(X509& certificate);
Result<KeyHandle> read_key(const Secret& pem);
Result<Secret> key_pem(EVP_PKEY& key); // PKCS #8

} // namespace pic::ca
