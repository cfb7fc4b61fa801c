#include "http/input.hpp"

#include <charconv>

#include "base/lowercase.hpp"
#include "http/answer.hpp"
#include "http/etag.hpp"

namespace pic::http {

namespace json = control::json;

namespace {

constexpr std::string_view dry_run = "dry_run";

// The schema of the value itself where it may also be null.
const json::object& inner(const json::object& schema) {
    if (const auto* choices = schema.if_contains("anyOf"); choices != nullptr)
        return choices->as_array().front().as_object();
    return schema;
}

std::string_view type_of(const json::object& schema) {
    const auto* type = schema.if_contains("type");
    return type != nullptr && type->is_string() ? std::string_view(type->get_string()) : "";
}

template <class T>
std::optional<T> number(std::string_view text) {
    T value{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Status known(std::string_view name, const json::object& properties) {
    if (properties.contains(name)) return {};
    std::vector<std::string_view> names;
    for (const auto& property : properties)
        names.push_back(property.key());
    return fail(codec::unknown_field(name, names));
}

// Adds one value of the path or the query; a list is given by giving its name again.
Status add(json::object& input, std::string_view name, std::string_view text,
           const json::object& properties) {
    PIC_TRY(known(name, properties));
    const auto& schema = inner(properties.at(name).as_object());
    const bool list = type_of(schema) == "array";
    auto value = typed(text, list ? schema.at("items").as_object() : schema);
    if (!value) return fail(std::move(value).error().at(codec::pointer_token(name)));
    auto* present = input.if_contains(name);
    if (present == nullptr)
        input[name] = list ? json::value(json::array{*value}) : *value;
    else if (list)
        present->as_array().push_back(*value);
    else
        return fail(Code::malformed, "given twice", codec::pointer_token(name));
    return {};
}

Status read_query(const Method& method, const Target& target, control::Call& call) {
    bool seen = false;
    for (const auto& [name, text] : target.query) {
        if (name == dry_run) {
            if (seen || (text != "true" && text != "false"))
                return fail(Code::malformed, "should be true or false, once", "/dry_run");
            seen = true;
            call.dry_run = text == "true";
            if (call.dry_run && !method.operation.can_be_tried())
                return fail(Code::malformed, "this operation cannot be tried without doing it",
                            "/dry_run");
        } else if (body_carries_fields(method.operation.rest_method())) {
            PIC_TRY(known(name, method.fields));
            return fail(Code::malformed, "belongs into the body", codec::pointer_token(name));
        } else {
            PIC_TRY(add(call.input, name, text, method.fields));
        }
    }
    return {};
}

bool is_json(std::string_view content_type) {
    auto media = lowercase(content_type.substr(0, content_type.find(';')));
    while (media.ends_with(' ') || media.ends_with('\t'))
        media.pop_back();
    return media == "application/json";
}

Status read_body(const std::string& body, const json::object& properties, json::object& input) {
    PIC_LET(value, codec::parse(body));
    if (!value.is_object()) return fail(codec::wrong_type("an object", value));
    for (auto& [name, field] : value.as_object()) {
        PIC_TRY(known(name, properties));
        if (input.contains(name))
            return fail(Code::malformed, "given in the address and again in the body",
                        codec::pointer_token(name));
        input[name] = std::move(field);
    }
    return {};
}

} // namespace

bool body_carries_fields(std::string_view method) {
    return method == "POST" || method == "PUT" || method == "PATCH";
}

Result<json::value> typed(std::string_view text, const json::object& schema) {
    const auto type = type_of(inner(schema));
    if (type == "integer") {
        if (const auto value = number<std::int64_t>(text)) return json::value(*value);
        if (const auto value = number<std::uint64_t>(text)) return json::value(*value);
        return fail(Code::malformed, "should be a whole number");
    }
    if (type == "number") {
        if (const auto value = number<double>(text)) return json::value(*value);
        return fail(Code::malformed, "should be a number");
    }
    if (type == "boolean") {
        if (text == "true" || text == "false") return json::value(text == "true");
        return fail(Code::malformed, "should be true or false");
    }
    if (type == "object" || type == "array")
        return fail(Code::malformed, "cannot be given in the address");
    return json::value(text);
}

Or<control::Call> call_of(const Method& method, const Parameters& parameters, const Target& target,
                          const Request& request) {
    control::Call call;
    if (!request.body.empty() && !body_carries_fields(method.operation.rest_method()))
        return refuse({Code::malformed,
                       "this request takes no body",
                       {},
                       "put the fields into the query of the address",
                       {}});
    if (!request.body.empty() && !is_json(request.text("content-type")))
        return refuse(415, {Code::malformed,
                            "the body should be JSON",
                            {},
                            "send it with Content-Type: application/json",
                            {}});
    const auto read = [&]() -> Status {
        for (const auto& [name, text] : parameters)
            PIC_TRY(add(call.input, name, text, method.fields));
        PIC_TRY(read_query(method, target, call));
        if (const auto* match = request.find("if-match"); match != nullptr) {
            PIC_LET(generation, parse_if_match(*match));
            call.if_match = generation;
        }
        if (!request.body.empty()) PIC_TRY(read_body(request.body, method.fields, call.input));
        return {};
    };
    if (auto done = read(); !done) return refuse(done.error());
    return call;
}

} // namespace pic::http
