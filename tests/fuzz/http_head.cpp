// What a stranger writes into the head of an HTTP request.
#include "fuzz/fuzz.hpp"
#include "http/cookie.hpp"
#include "http/etag.hpp"
#include "http/source.hpp"
#include "http/target.hpp"
#include "net/name.hpp"

using namespace pic;

namespace {

void read_target(std::string_view text) {
    const auto target = http::parse_target(text);
    if (!target) return;
    for (const auto& segment : target->segments)
        fuzz::require(net::parse_line(segment, segment.size()).has_value(), "a segment is text");
    for (const auto& [name, value] : target->query)
        fuzz::require(net::parse_line(name + value, name.size() + value.size()).has_value(),
                      "a parameter is text");
}

void read_cookie(std::string_view text) {
    const auto value = http::find_cookie(text, "pic_session");
    if (!value) return;
    fuzz::require(value->find(';') == std::string::npos, "a cookie ends at its semicolon");
    fuzz::require(text.find("pic_session") != std::string_view::npos, "a cookie was there");
}

void read_tags(std::string_view text) {
    http::none_match_has(text, 7);
    const auto generation = http::parse_if_match(text);
    if (generation && *generation)
        fuzz::require(http::none_match_has(http::etag(**generation), **generation),
                      "a tag that was read is one");
}

void read_source(std::string_view text) {
    http::Request request;
    request.client.web = true;
    request.fields = {{"x-forwarded-for", std::string(text)}};
    const auto source = http::source_of(request);
    if (source)
        fuzz::require(net::Address::parse(source->address).has_value(), "a source is an address");
}

} // namespace

FUZZ(bytes) {
    const auto choice = fuzz::take_choice(bytes);
    const auto text = fuzz::text_of(bytes);
    if (choice % 4 == 0) read_target(text);
    if (choice % 4 == 1) read_cookie(text);
    if (choice % 4 == 2) read_tags(text);
    if (choice % 4 == 3) read_source(text);
}
