// What a request's fields say: cookies, entity tags, the host, codings, where it came from.
#include "fuzz/fuzz.hpp"
#include "http/assets.hpp"
#include "http/cookie.hpp"
#include "http/etag.hpp"
#include "http/host.hpp"
#include "http/source.hpp"

using namespace pic;

FUZZ(bytes) {
    const bool tls = fuzz::take_choice(bytes) % 2 == 1;
    const std::string text(fuzz::text_of(bytes));
    if (const auto value = http::find_cookie(text, "__Host-pic_session"))
        fuzz::require(text.find(*value) != std::string::npos, "a cookie stands in its field");
    if (const auto tag = http::parse_if_match(text); tag && *tag) {
        const auto again = http::parse_if_match(http::etag(**tag));
        fuzz::require(again && *again && **again == **tag, "a tag is its generation");
    }
    fuzz::require(!http::accepts(text, "br") || text.find("br") != std::string::npos,
                  "a coding that is accepted is named");
    const auto host = http::parse_host(text, tls);
    fuzz::require(!host || host->port != 0, "a host has a port");
    http::Request request{.method = "GET", .target = "/", .fields = {}, .body = {}, .client = {}};
    request.client.web = true;
    request.fields = {{"x-forwarded-for", text}, {"x-forwarded-proto", tls ? "https" : text}};
    static_cast<void>(http::source_of(request));
    request.fields = {{"origin", text}, {"sec-fetch-site", text}};
    if (host) static_cast<void>(http::of_same_origin(request, *host, tls));
}
