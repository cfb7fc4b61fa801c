// The table of operations as documents: for picctl's build, and as OpenAPI 3.1.
#include <map>

#include "config.hpp"
#include "control/operation.hpp"

namespace pic::control {

namespace {

constexpr std::string_view kinds[] = {"read", "change", "act"};
constexpr std::string_view accesses[] = {"anyone", "peer", "admin"};

json::object schema_or_empty(json::object (*schema)()) {
    return schema == nullptr ? json::object() : schema();
}

bool in_path(std::string_view path, std::string_view field) {
    return path.find("{" + std::string(field) + "}") != std::string_view::npos;
}

json::array parameters(const Operation& operation, const json::object& input) {
    json::array list;
    const auto* properties = input.if_contains("properties");
    if (properties == nullptr) return list;
    for (const auto& field : properties->as_object()) {
        const bool path = in_path(operation.rest_path(), field.key());
        if (!path && operation.rest_method() != "GET") continue;
        list.push_back({{"name", field.key()},
                        {"in", path ? "path" : "query"},
                        {"required", path},
                        {"schema", field.value()}});
    }
    return list;
}

json::object body(const Operation& operation, json::object input) {
    auto* properties = input.if_contains("properties");
    if (properties == nullptr) return {};
    std::vector<std::string> of_path;
    for (const auto& field : properties->as_object())
        if (in_path(operation.rest_path(), field.key())) of_path.emplace_back(field.key());
    for (const auto& name : of_path) properties->as_object().erase(name);
    if (properties->as_object().empty()) return {};
    return {{"content", {{"application/json", {{"schema", std::move(input)}}}}}};
}

json::object answer(const Operation& operation) {
    json::object content;
    if (!operation.media.empty())
        content[operation.media] = {{"schema", {{"type", "string"}}}};
    else
        content["application/json"] = {{"schema", schema_or_empty(operation.output)}};
    const json::object problem = {
        {"description", "problem (RFC 9457)"},
        {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
    return {{"200", {{"description", "done"}, {"content", std::move(content)}}},
            {"default", problem}};
}

json::object problem_schema() {
    json::object properties;
    for (const auto* name : {"type", "title", "code", "detail", "pointer", "remedy"})
        properties[name] = {{"type", "string"}};
    properties["status"] = {{"type", "integer"}};
    properties["causes"] = {{"type", "array"}, {"items", {{"type", "string"}}}};
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

} // namespace

json::object describe(std::span<const Operation> operations) {
    json::array list;
    for (const auto& operation : operations)
        list.push_back({{"name", operation.name},
                        {"kind", kinds[operation.run.index()]},
                        {"rest", operation.rest},
                        {"access", accesses[static_cast<std::size_t>(operation.access)]},
                        {"polkit", polkit_action(operation.right)},
                        {"help", operation.help},
                        {"positional", operation.positional},
                        {"media", operation.media},
                        {"before_setup", operation.before_setup},
                        {"own_session", operation.own_session},
                        {"input", schema_or_empty(operation.input)},
                        {"output", schema_or_empty(operation.output)}});
    return {{"version", version}, {"operations", std::move(list)}};
}

json::object openapi(std::span<const Operation> operations) {
    json::object paths;
    for (const auto& operation : operations) {
        if (operation.rest.empty()) continue;
        std::string method(operation.rest_method());
        for (char& c : method) c = static_cast<char>(c | 0x20);
        const auto input = schema_or_empty(operation.input);
        json::object entry = {{"operationId", operation.name},
                              {"summary", operation.help},
                              {"tags", json::array{operation.noun()}},
                              {"responses", answer(operation)}};
        if (auto list = parameters(operation, input); !list.empty())
            entry["parameters"] = std::move(list);
        if (method != "get")
            if (auto content = body(operation, input); !content.empty())
                entry["requestBody"] = std::move(content);
        auto& path = paths[operation.rest_path()];
        if (path.is_null()) path = json::object();
        path.as_object()[method] = std::move(entry);
    }
    return {{"openapi", "3.1.0"},
            {"info", {{"title", "picd"}, {"version", version}}},
            {"paths", std::move(paths)},
            {"components", {{"schemas", {{"Problem", problem_schema()}}}}}};
}

} // namespace pic::control
