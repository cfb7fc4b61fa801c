#include "http/openapi_answers.hpp"

#include <algorithm>

namespace pic::http {

namespace json = control::json;
using control::Access;
using control::Operation;

namespace {

json::object text_schema(std::string_view description) {
    return {{"type", "string"}, {"description", description}};
}

json::object texts_schema(std::string_view description) {
    return {{"type", "array"}, {"items", {{"type", "string"}}}, {"description", description}};
}

json::object confirm_schema() {
    return {{"type", "object"},
            {"description", "it is undone at the deadline unless it is confirmed"},
            {"required", json::array{"id", "deadline"}},
            {"additionalProperties", false},
            {"properties",
             {{"id", text_schema("what to confirm or revert")},
              {"deadline", {{"type", "string"}, {"format", "date-time"}}}}}};
}

// An answer has every field of its struct, null where there is nothing to say.
void require_all(json::object& schema) {
    if (auto* fields = schema.if_contains("properties"); fields != nullptr) {
        json::array names;
        for (auto& field : fields->as_object()) {
            names.emplace_back(field.key());
            require_all(field.value().as_object());
        }
        if (!names.empty()) schema["required"] = std::move(names);
    }
    if (auto* items = schema.if_contains("items"); items != nullptr)
        require_all(items->as_object());
    if (auto* either = schema.if_contains("anyOf"); either != nullptr)
        for (auto& one : either->as_array())
            require_all(one.as_object());
}

json::object output_of(const Operation& operation) {
    auto schema = operation.output();
    require_all(schema);
    return schema;
}

// What an operation answers, with what the machinery may put beside it; nothing, for one that
// answers nothing.
json::object body_schema(const Operation& operation) {
    const bool silent = operation.output == nullptr;
    if (operation.reads()) return silent ? json::object() : output_of(operation);
    auto schema = silent ? json::object{{"type", "object"},
                                        {"additionalProperties", false},
                                        {"properties", json::object()}}
                         : output_of(operation);
    auto& fields = schema["properties"].as_object();
    fields["notes"] = texts_schema("what to know of what was done, if anything");
    if (operation.may_lock_out) fields["confirm"] = confirm_schema();
    return schema;
}

json::object with_pending(json::object schema) {
    schema["properties"].as_object()["pending"] = texts_schema("what is not in force yet, and why");
    return schema;
}

json::object json_content(json::object schema) {
    return content_of("application/json", std::move(schema));
}

json::object would_change() {
    return {{"$ref", "#/components/schemas/WouldChange"}};
}

// Of a call that may be a dry run.
json::object tried(const Operation& operation, json::object schema) {
    if (!operation.can_be_tried()) return schema;
    return {{"oneOf", json::array{std::move(schema), would_change()}}};
}

json::object done(const Operation& operation) {
    const auto body = body_schema(operation);
    json::object list;
    if (!operation.media.empty())
        list["200"] = response("the file", content_of(operation.media, {{"type", "string"}}));
    else if (operation.adds()) {
        list["201"] = response("done", json_content(body));
        list["200"] = response("with dry_run", json_content(would_change()));
    } else if (!body.empty())
        list["200"] = response("done", json_content(tried(operation, body)));
    if (operation.media.empty() && operation.output == nullptr) list["204"] = response("done");
    if (operation.can_be_tried() && operation.media.empty())
        list["202"] =
            response("stored, but not all of it in force yet", json_content(with_pending(body)));
    return list;
}

} // namespace

json::object content_of(std::string_view media, json::object schema) {
    json::object content;
    while (!media.empty()) {
        const auto end = std::min(media.find(", "), media.size());
        content[media.substr(0, end)] = {{"schema", schema}};
        media.remove_prefix(std::min(end + 2, media.size()));
    }
    return content;
}

json::object response(std::string_view description, json::object content) {
    json::object result{{"description", description}};
    if (!content.empty()) result["content"] = std::move(content);
    return result;
}

json::object answers(const Operation& operation) {
    auto list = done(operation);
    const json::object problem{{"$ref", "#/components/responses/Problem"}};
    const bool guarded = operation.access != Access::anyone;
    const bool of_one = operation.rest_path().find('{') != std::string_view::npos;
    const bool waits = operation.before_setup != control::BeforeSetUp::answers;
    for (const auto& [status, possible] : {std::pair("400", true),
                                           {"401", guarded},
                                           {"403", guarded},
                                           {"404", of_one},
                                           {"409", !operation.reads()},
                                           {"422", !operation.reads()},
                                           {"428", waits},
                                           {"default", true}})
        if (possible) list[status] = problem;
    return list;
}

json::object would_change_schema() {
    return {{"type", "object"},
            {"required", json::array{"steps"}},
            {"additionalProperties", false},
            {"properties",
             {{"changes", texts_schema("of what is stored")},
              {"steps", texts_schema("in the kernel, or in a firewall")}}}};
}

} // namespace pic::http
