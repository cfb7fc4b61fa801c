#include "http/openapi.hpp"

#include "access/session.hpp"
#include "base/lowercase.hpp"
#include "codec/schema.hpp"
#include "config.hpp"
#include "http/cookie.hpp"
#include "http/input.hpp"
#include "http/message.hpp"
#include "http/openapi_answers.hpp"

namespace pic::http {

namespace json = control::json;
using control::Access;
using control::Operation;

namespace {

json::object parameter(std::string_view name, std::string_view place, json::value schema,
                       std::string_view description = {}) {
    json::object result{{"name", name},
                        {"in", place},
                        {"required", place == "path"},
                        {"schema", std::move(schema)}};
    if (!description.empty()) result["description"] = description;
    return result;
}

bool in_path(std::string_view path, std::string_view field) {
    return path.find("{" + std::string(field) + "}") != std::string_view::npos;
}

json::array parameters(const Operation& operation, const json::object& input) {
    json::array list;
    if (const auto* properties = input.if_contains("properties"); properties != nullptr)
        for (const auto& field : properties->as_object()) {
            const bool path = in_path(operation.rest_path(), field.key());
            if (path || !body_carries_fields(operation.rest_method()))
                list.push_back(parameter(field.key(), path ? "path" : "query", field.value()));
        }
    if (operation.can_be_tried())
        list.push_back(parameter("dry_run", "query", json::object{{"type", "boolean"}},
                                 "tell what would change, and change nothing"));
    if (operation.versioned)
        list.push_back(parameter("If-Match", "header", json::object{{"type", "string"}},
                                 "the ETag of the document as it was read"));
    return list;
}

// Of the input, what stands in the path is not in the body as well.
json::object body(const Operation& operation, const json::object& input) {
    if (!input.contains("properties") || !body_carries_fields(operation.rest_method())) return {};
    auto schema = input;
    auto& fields = schema.at("properties").as_object();
    json::array required;
    for (const auto& field : input.at("properties").as_object())
        if (in_path(operation.rest_path(), field.key()))
            fields.erase(field.key());
        else if (codec::is_required(input, field.key()))
            required.emplace_back(field.key());
    if (fields.empty()) return {};
    schema.erase("required");
    const bool needed = !required.empty();
    if (needed) schema["required"] = std::move(required);
    return {{"required", needed}, {"content", content_of("application/json", std::move(schema))}};
}

json::array security(const Operation& operation) {
    if (operation.access == Access::anyone) return {};
    json::object needed{{"session", json::array()}};
    if (operation.rest_method() != "GET") needed["csrf"] = json::array();
    return {std::move(needed)};
}

json::object entry(const Operation& operation) {
    const auto input = operation.input == nullptr ? json::object() : operation.input();
    json::object result{{"operationId", operation.name},
                        {"summary", operation.help},
                        {"tags", json::array{operation.noun()}},
                        {"security", security(operation)},
                        {"responses", answers(operation)}};
    if (auto list = parameters(operation, input); !list.empty())
        result["parameters"] = std::move(list);
    if (auto content = body(operation, input); !content.empty())
        result["requestBody"] = std::move(content);
    return result;
}

json::object events_entry() {
    return {
        {"operationId", "cell.events"},
        {"summary", "what changes, as it changes; each event's data is noun, id and generation"},
        {"tags", json::array{"cell"}},
        {"security", json::array{{{"session", json::array()}}}},
        {"responses",
         {{"200", response("server-sent events, until the session ends",
                           content_of("text/event-stream", {{"type", "string"}}))},
          {"default", {{"$ref", "#/components/responses/Problem"}}}}}};
}

json::object document_entry() {
    return {
        {"operationId", "cell.openapi"},
        {"summary", "this document"},
        {"tags", json::array{"cell"}},
        {"security", json::array()},
        {"responses",
         {{"200", response("OpenAPI 3.1", content_of("application/json", {{"type", "object"}}))},
          {"default", {{"$ref", "#/components/responses/Problem"}}}}}};
}

json::object problem_schema() {
    const json::object text{{"type", "string"}};
    return {{"type", "object"},
            {"required", json::array{"type", "title", "status", "code", "detail"}},
            {"properties",
             {{"type", text},
              {"title", text},
              {"status", {{"type", "integer"}}},
              {"code", text},
              {"detail", text},
              {"pointer", {{"type", "string"}, {"description", "of the field (RFC 6901)"}}},
              {"remedy", text},
              {"causes", {{"type", "array"}, {"items", text}}}}}};
}

json::object components() {
    const auto problem =
        response("problem (RFC 9457)", content_of("application/problem+json",
                                                  {{"$ref", "#/components/schemas/Problem"}}));
    return {
        {"schemas", {{"Problem", problem_schema()}, {"WouldChange", would_change_schema()}}},
        {"responses", {{"Problem", problem}}},
        {"securitySchemes",
         {{"session",
           {{"type", "apiKey"},
            {"in", "cookie"},
            {"name", cookie_name(access::session_cookie, true)},
            {"description", "over loopback without TLS: " + std::string(access::session_cookie)}}},
          {"csrf",
           {{"type", "apiKey"},
            {"in", "header"},
            {"name", access::csrf_header},
            {"description", "the value of the cookie " + cookie_name(csrf_cookie, true)}}}}}};
}

} // namespace

json::object openapi(std::span<const Operation> operations) {
    json::object paths{{"/api/events", {{"get", events_entry()}}},
                       {"/api/openapi.json", {{"get", document_entry()}}}};
    for (const auto& operation : operations) {
        if (operation.rest.empty()) continue;
        auto& path = paths[operation.rest_path()];
        if (path.is_null()) path = json::object();
        path.as_object()[lowercase(operation.rest_method())] = entry(operation);
    }
    return {{"openapi", "3.1.0"},
            {"info",
             {{"title", "picd"},
              {"version", version},
              {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}}},
            {"servers", json::array{{{"url", "/"}}}},
            {"paths", std::move(paths)},
            {"components", components()}};
}

} // namespace pic::http
