#include "ca/issue.hpp"

#include <algorithm>
#include <openssl/bn.h>
#include <openssl/x509v3.h>

#include "ca/certificate.hpp"
#include "ca/constraints.hpp"
#include "ca/openssl.hpp"
#include "net/name.hpp"

namespace pic::ca {

namespace {

constexpr int serial_bits = 127;
// In an authority it bounds what is below: name constraints say nothing of a leaf without names.
constexpr auto usage = "serverAuth";

struct Extension {
    int nid;
    std::string value; // x509v3_config(5)
};

struct Draft {
    std::string common_name; // empty: none
    Time from{}, until{};
    std::vector<Extension> extensions;
};

struct Signer {
    X509* certificate = nullptr; // the new one itself, for a root
    EVP_PKEY* key = nullptr;
};

Time first_day(Time now) {
    return std::max(now, clock_floor()) - std::chrono::days(1);
}

bool add_name(X509_NAME& name, const char* field, std::string_view value) {
    return X509_NAME_add_entry_by_txt(&name, field, MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char*>(value.data()),
                                      static_cast<int>(value.size()), -1, 0) == 1;
}

bool set_serial(X509& certificate) {
    const Handle<BIGNUM, BN_free> number(BN_new());
    return number && BN_rand(number.get(), serial_bits, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate)) != nullptr;
}

bool set_time(ASN1_TIME* field, Time time) {
    return ASN1_TIME_set(field, time.time_since_epoch().count()) != nullptr;
}

bool add_extension(X509& certificate, X509& issuer, const Extension& extension) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
    context.db = nullptr;
    const Handle<X509_EXTENSION, X509_EXTENSION_free> made(
        X509V3_EXT_nconf_nid(nullptr, &context, extension.nid, extension.value.c_str()));
    return made && X509_add_ext(&certificate, made.get(), -1) == 1;
}

// The subject key identifier must be there before an authority key identifier can refer to it.
bool fill(X509& certificate, EVP_PKEY& key, X509& issuer, const Draft& draft) {
    X509_NAME& subject = *X509_get_subject_name(&certificate);
    const bool filled = X509_set_version(&certificate, X509_VERSION_3) == 1 &&
                        set_serial(certificate) &&
                        set_time(X509_getm_notBefore(&certificate), draft.from) &&
                        set_time(X509_getm_notAfter(&certificate), draft.until) &&
                        add_name(subject, "O", "Personal Internet Cell") &&
                        (draft.common_name.empty() || add_name(subject, "CN", draft.common_name)) &&
                        X509_set_issuer_name(&certificate, X509_get_subject_name(&issuer)) == 1 &&
                        X509_set_pubkey(&certificate, &key) == 1;
    return filled && std::ranges::all_of(draft.extensions, [&](const Extension& extension) {
               return add_extension(certificate, issuer, extension);
           });
}

Result<Issued> issue(const Draft& draft, Signer signer) {
    const KeyHandle key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    const X509Handle certificate(X509_new());
    if (!key || !certificate) return fail(openssl_error("no key could be made"));
    if (signer.key == nullptr) signer = {certificate.get(), key.get()};
    if (!fill(*certificate, *key, *signer.certificate, draft) ||
        X509_sign(certificate.get(), signer.key, EVP_sha256()) == 0)
        return fail(openssl_error("the certificate could not be made"));
    PIC_LET(pem, certificate_pem(*certificate));
    PIC_LET(secret, key_pem(*key));
    return Issued{std::move(pem), std::move(secret)};
}

// Signs with `issuer` and ends with it at the latest.
Result<Issued> issue_under(const Issued& issuer, Draft draft, std::chrono::days life) {
    PIC_LET(info, inspect(issuer.certificate));
    PIC_LET(certificate, read_certificate(issuer.certificate));
    PIC_LET(key, read_key(issuer.key));
    if (X509_check_private_key(certificate.get(), key.get()) != 1)
        return fail(openssl_error("the issuer's key does not belong to its certificate"));
    draft.from = std::max(draft.from, info.from);
    draft.until = std::min(draft.from + life, info.until);
    if (draft.until <= draft.from)
        return fail(Code::unavailable, "the certificate that would issue it has run out", {},
                    "picctl doctor says whether the root has; if not, it is being renewed");
    return issue(draft, {certificate.get(), key.get()});
}

Status check_owner(std::string_view owner) {
    if (owner.empty()) return fail(Code::invalid, "a root needs a name");
    PIC_LET(line, net::parse_line(owner, longest_owner));
    return {};
}

Result<std::string> alternative_names(const LeafRequest& request) {
    std::string text;
    for (const auto& name : request.names) {
        if (!may_vouch_for(name))
            return fail(Code::invalid, "the cell's root may not vouch for the name " + name);
        text += (text.empty() ? "DNS:" : ",DNS:") + name;
    }
    for (const auto& address : request.addresses) {
        if (!may_vouch_for(address))
            return fail(Code::invalid,
                        "the cell's root may not vouch for the address " + address.text());
        text += (text.empty() ? "IP:" : ",IP:") + address.text();
    }
    if (text.empty()) return fail(Code::invalid, "a certificate needs a name or an address");
    return text;
}

} // namespace

Result<Issued> issue_root(std::string_view owner, Time now) {
    PIC_TRY(check_owner(owner));
    const Time from = first_day(now);
    return issue({.common_name = "Cell root of " + std::string(owner),
                  .from = from,
                  .until = from + root_life,
                  .extensions = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:1"},
                                 {NID_key_usage, "critical,keyCertSign,cRLSign"},
                                 {NID_ext_key_usage, usage},
                                 {NID_subject_key_identifier, "hash"},
                                 {NID_name_constraints, constraints_text()}}},
                 {});
}

Result<Issued> issue_intermediate(const Issued& root, std::string_view owner, Time now) {
    PIC_TRY(check_owner(owner));
    Draft draft{.common_name = "Cell web of " + std::string(owner),
                .from = first_day(now),
                .until = {},
                .extensions = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                               {NID_key_usage, "critical,digitalSignature,keyCertSign,cRLSign"},
                               {NID_ext_key_usage, usage},
                               {NID_subject_key_identifier, "hash"},
                               {NID_authority_key_identifier, "keyid:always"}}};
    return issue_under(root, std::move(draft), intermediate_life);
}

Result<Issued> issue_leaf(const Issued& issuer, const LeafRequest& request, Time now) {
    PIC_LET(names, alternative_names(request));
    // No common name without a DNS name: clients hold it against the constraints as if it were one.
    Draft draft{.common_name = request.names.empty() || request.names.front().size() > 64
                                   ? ""
                                   : request.names.front(),
                .from = first_day(now),
                .until = {},
                .extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                               {NID_key_usage, "critical,digitalSignature"},
                               {NID_ext_key_usage, usage},
                               {NID_subject_key_identifier, "hash"},
                               {NID_authority_key_identifier, "keyid:always"},
                               {NID_subject_alt_name, names}}};
    return issue_under(issuer, std::move(draft), leaf_life);
}

} // namespace pic::ca
