#include "client/tls.hpp"

#include <array>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>

#include "base/handle.hpp"

namespace pic::client {

namespace {

Error tls_error(const Server& server) {
    Error error{Code::unavailable, "no TLS with " + server.text(), {}, {}, {}};
    while (const unsigned long number = ERR_get_error()) {
        char text[256];
        ERR_error_string_n(number, text, sizeof text);
        error.causes.emplace_back(text);
    }
    return error;
}

Status shake_hands(SSL& tls, const Fd& socket, const Server& server, Deadline deadline) {
    for (;;) {
        ERR_clear_error();
        const int done = SSL_connect(&tls);
        if (done == 1) return {};
        const int wanted = SSL_get_error(&tls, done);
        if (wanted != SSL_ERROR_WANT_READ && wanted != SSL_ERROR_WANT_WRITE)
            return fail(tls_error(server));
        const short events = wanted == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
        PIC_LET(ready, wait_for(socket, events, deadline));
        if (!ready) return fail(no_answer(server));
    }
}

Result<std::string> fingerprint(SSL& tls, const Server& server) {
    const Handle<X509, X509_free> certificate(SSL_get1_peer_certificate(&tls));
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (!certificate || X509_digest(certificate.get(), EVP_sha256(), digest.data(), &size) != 1)
        return fail(tls_error(server));
    return fmt::format("{:02X}", fmt::join(digest.begin(), digest.begin() + size, ":"));
}

} // namespace

Result<std::string> ask_tls(const Server& server, const std::string& server_name,
                            Deadline deadline) {
    PIC_LET(socket, connect_to(server, Transport::tcp, deadline));
    const Handle<SSL_CTX, SSL_CTX_free> context(SSL_CTX_new(TLS_client_method()));
    const Handle<SSL, SSL_free> tls(context ? SSL_new(context.get()) : nullptr);
    if (!tls || SSL_set_fd(tls.get(), socket.get()) != 1) return fail(tls_error(server));
    if (!server_name.empty())
        SSL_ctrl(tls.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 const_cast<char*>(server_name.c_str()));
    PIC_TRY(shake_hands(*tls, socket, server, deadline));
    return fingerprint(*tls, server);
}

} // namespace pic::client
