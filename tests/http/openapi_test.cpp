// The document over the whole table.
#include "http/openapi.hpp"

#include <gtest/gtest.h>
#include <set>

#include "app/operations.hpp"

namespace pic::http {

namespace json = control::json;

namespace {

void each_operation(
    const std::function<void(const std::string& path, const json::object&)>& visit) {
    const auto document = openapi(app::operations());
    for (const auto& [path, methods] : document.at("paths").as_object())
        for (const auto& entry : methods.as_object())
            visit(path, entry.value().as_object());
}

std::set<std::string> placeholders(const std::string& path) {
    std::set<std::string> names;
    for (auto at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1))
        names.insert(path.substr(at + 1, path.find('}', at) - at - 1));
    return names;
}

} // namespace

TEST(OpenApi, HasWhatTheSpecificationAsksFor) {
    const auto document = openapi(app::operations());
    EXPECT_EQ(document.at("openapi"), "3.1.0");
    for (const auto* field : {"title", "version"})
        EXPECT_TRUE(document.at("info").as_object().contains(field));
    EXPECT_TRUE(document.at("components").at("securitySchemes").as_object().contains("session"));
}

TEST(OpenApi, EveryOperationOfTheTableIsThereOnce) {
    std::multiset<std::string> ids;
    each_operation([&](const std::string&, const json::object& entry) {
        ids.insert(entry.at("operationId").as_string().c_str());
    });
    for (const auto& operation : app::operations())
        EXPECT_EQ(ids.count(std::string(operation.name)), operation.rest.empty() ? 0U : 1U)
            << operation.name;
    EXPECT_EQ(ids.count("cell.events"), 1U);
}

TEST(OpenApi, PathsDeclareTheirParameters) {
    each_operation([](const std::string& path, const json::object& entry) {
        std::set<std::string> declared;
        if (const auto* list = entry.if_contains("parameters"); list != nullptr)
            for (const auto& parameter : list->as_array())
                if (parameter.at("in") == "path") {
                    EXPECT_EQ(parameter.at("required"), true) << path;
                    declared.insert(parameter.at("name").as_string().c_str());
                }
        EXPECT_EQ(declared, placeholders(path)) << path;
    });
}

TEST(OpenApi, ABodyHasWhatIsNeededAndNotWhatThePathHas) {
    const auto document = openapi(app::operations());
    const auto body = [&](const char* path, const char* method) {
        return document.at("paths").at(path).at(method).at("requestBody");
    };
    const auto schema = [](const json::value& of) {
        return of.at("content").at("application/json").at("schema");
    };
    const auto setup = body("/api/setup", "post");
    EXPECT_EQ(setup.at("required"), true);
    EXPECT_EQ(schema(setup).at("required"), (json::array{"name", "password"}));
    const auto update = body("/api/peers/{id}", "patch");
    EXPECT_EQ(update.at("required"), false);
    EXPECT_FALSE(schema(update).as_object().contains("required"));
    EXPECT_FALSE(schema(update).at("properties").as_object().contains("id"));
}

TEST(OpenApi, EveryResponseIsDescribedAndEndsInAProblemOtherwise) {
    each_operation([](const std::string& path, const json::object& entry) {
        const auto& responses = entry.at("responses").as_object();
        EXPECT_TRUE(responses.contains("default")) << path;
        for (const auto& response : responses)
            EXPECT_TRUE(response.value().as_object().contains("description") ||
                        response.value().as_object().contains("$ref"))
                << path;
    });
}

TEST(Table, FitsTheRestInterface) {
    for (const auto& operation : app::operations()) {
        if (operation.rest.empty()) continue;
        EXPECT_TRUE(operation.rest_path().starts_with("/api/")) << operation.name;
        // Whatever follows a link changes nothing.
        const bool get = operation.rest_method() == "GET";
        EXPECT_FALSE(std::holds_alternative<control::Decide>(operation.run) && get)
            << operation.name;
        EXPECT_FALSE(operation.reads() && !get) << operation.name;
        const auto schema = operation.input == nullptr ? json::object() : operation.input();
        const auto* fields = schema.if_contains("properties");
        EXPECT_FALSE(fields != nullptr && fields->as_object().contains("dry_run"))
            << operation.name;
    }
}

} // namespace pic::http
