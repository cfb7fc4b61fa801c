// The input of an operation out of a request: a line with the target, one with If-Match, the body.
#include "fuzz/fuzz.hpp"
#include "http/input.hpp"

using namespace pic;

namespace {

namespace json = control::json;

json::object fields() {
    return {{"properties",
             {{"id", {{"type", "string"}}},
              {"name", {{"type", "string"}}},
              {"port", {{"type", "integer"}}},
              {"enabled", {{"type", "boolean"}}},
              {"note", {{"anyOf", {{{"type", "string"}}, {{"type", "null"}}}}}},
              {"ranges", {{"type", "array"}, {"items", {{"type", "string"}}}}},
              {"permissions", {{"type", "object"}}}}}};
}

control::Operation operation(const char* rest) {
    control::Operation result;
    result.name = "peer.show";
    result.rest = rest;
    result.input = fields;
    return result;
}

// The next line of `text`, which begins after it then.
std::string_view take_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

} // namespace

FUZZ(bytes) {
    static const auto show = operation("GET /api/peers/{id}");
    static const auto change = operation("PATCH /api/peers/{id}");
    static const http::Method shown(show), changed(change);
    const auto& asked = fuzz::take_choice(bytes) % 2 == 0 ? shown : changed;
    auto text = fuzz::text_of(bytes);
    const auto target = http::parse_target(take_line(text));
    if (!target) return;
    http::Request request;
    request.fields = {{"content-type", "application/json"},
                      {"if-match", std::string(take_line(text))}};
    request.body = text;
    const auto call = http::call_of(asked, {{"id", "phone"}}, *target, request);
    if (!call) return fuzz::require(call.error().status >= 400, "what does not fit is refused");
    const auto known = fields().at("properties").as_object();
    for (const auto& field : call->input)
        fuzz::require(known.contains(field.key()), "an operation gets its own fields alone");
    fuzz::require(call->input.at("id") == "phone", "the path's word stands");
}
