// The OpenAPI document against what is answered: whoever makes types of it gets no other members.
#include <gtest/gtest.h>

#include "app/operations.hpp"
#include "fakes/cell.hpp"
#include "http/openapi.hpp"

namespace pic::http {

namespace json = control::json;

namespace {

// What of JSON Schema the document uses.
class Validator {
  public:
    explicit Validator(const json::object& document) : document_(document) {}

    // Where the value is not as the schema says; empty: nowhere.
    std::string judge(const json::object& schema, const json::value& value,
                      const std::string& at = {}) const {
        if (const auto* name = schema.if_contains("$ref")) return judge(referred(*name), value, at);
        for (const auto* word : {"oneOf", "anyOf"})
            if (const auto* choices = schema.if_contains(word))
                return judge_choices(choices->as_array(), value, at);
        if (const auto* type = schema.if_contains("type"))
            if (!is(type->as_string(), value))
                return at + " is no " + std::string(type->as_string());
        if (value.is_object()) return judge_members(schema, value.get_object(), at);
        if (const auto* items = schema.if_contains("items"); items != nullptr && value.is_array())
            for (const auto& item : value.get_array())
                if (auto wrong = judge(items->as_object(), item, at + "[]"); !wrong.empty())
                    return wrong;
        return {};
    }

  private:
    static bool is(std::string_view type, const json::value& value) {
        return type == "object"    ? value.is_object()
               : type == "array"   ? value.is_array()
               : type == "string"  ? value.is_string()
               : type == "boolean" ? value.is_bool()
               : type == "integer" ? value.is_int64() || value.is_uint64()
               : type == "number"  ? value.is_number()
                                   : type == "null" && value.is_null();
    }
    const json::object& referred(const json::value& name) const {
        const std::string_view text = name.as_string();
        return document_.at("components")
            .at("schemas")
            .at(text.substr(text.rfind('/') + 1))
            .as_object();
    }
    std::string judge_choices(const json::array& choices, const json::value& value,
                              const std::string& at) const {
        std::string wrong;
        for (const auto& choice : choices) {
            const auto here = judge(choice.as_object(), value, at);
            if (here.empty()) return {};
            wrong += (wrong.empty() ? "" : "; ") + here;
        }
        return wrong;
    }
    std::string judge_members(const json::object& schema, const json::object& value,
                              const std::string& at) const {
        static const json::object none;
        const auto* found = schema.if_contains("properties");
        const auto& known = found == nullptr ? none : found->as_object();
        const auto* open = schema.if_contains("additionalProperties");
        for (const auto& member : value) {
            const auto place = at + "/" + std::string(member.key());
            const auto* field = known.if_contains(member.key());
            if (field == nullptr && open != nullptr && *open == false) return place + " is unknown";
            if (field == nullptr) continue;
            if (auto wrong = judge(field->as_object(), member.value(), place); !wrong.empty())
                return wrong;
        }
        if (const auto* required = schema.if_contains("required"))
            for (const auto& name : required->as_array())
                if (!value.contains(name.as_string()))
                    return at + "/" + std::string(name.as_string()) + " is missing";
        return {};
    }

    const json::object& document_;
};

class Documented : public testing::Test {
  protected:
    Documented() {
        cell.set_up();
        cell.put("anna", model::User{.name = "anna", .role = model::Role::admin, .password = "x"});
        cell.put("box", model::Record{"box", {*net::Address::parse("10.9.0.9")}, {}});
    }

    void check(std::string_view name, const json::object& input, bool dry_run = false) {
        SCOPED_TRACE(std::string(name) + (dry_run ? " tried" : ""));
        control::Call call;
        call.caller = fakes::admin();
        call.input = input;
        call.dry_run = dry_run;
        const auto reply = cell.submit(name, call);
        ASSERT_TRUE(reply) << reply.error().text();
        const auto adds = std::string_view(name).ends_with(".add") && !dry_run;
        const auto& responses = entry(name).at("responses").as_object();
        const auto& said = responses.at(adds ? "201" : "200").at("content");
        const auto& schema = said.at("application/json").at("schema").as_object();
        if (!reply->body.is_null()) {
            EXPECT_EQ(Validator(document).judge(schema, reply->body), "");
        }
    }

    const json::object& entry(std::string_view name) const {
        for (const auto& path : document.at("paths").as_object())
            for (const auto& method : path.value().as_object())
                if (method.value().at("operationId").as_string() == name)
                    return method.value().as_object();
        throw std::out_of_range(std::string(name));
    }

    fakes::Cell cell;
    const json::object document = openapi(app::operations());
};

} // namespace

TEST_F(Documented, OfReadsAreAsTheDocumentSays) {
    (void)cell.submit("peer.add", {{"name", "phone"}, {"note", "blue"}});
    for (const auto& operation : app::operations()) {
        if (!operation.reads() || operation.rest.empty() || !operation.media.empty()) continue;
        if (operation.own_session || operation.output == nullptr) continue;
        if (operation.noun() == "ca") continue; // the fake cell has no authority
        json::object input;
        if (operation.rest_path().find("{id}") != std::string_view::npos)
            input["id"] = operation.noun() == "user"     ? "anna"
                          : operation.noun() == "record" ? "box"
                                                         : "phone";
        check(operation.name, input);
    }
}

TEST_F(Documented, OfChangesHaveWhatTheMachineryAdds) {
    for (const bool dry_run : {true, false}) {
        check("peer.add", {{"name", "tv"}, {"permissions", {{"internet", false}}}}, dry_run);
        check("web.update", {{"local_name", false}}, dry_run);
        check("endpoint.set", {{"address", "vpn.home.local"}}, dry_run);
        check("dns.update", {{"lan", true}}, dry_run);
        check("record.update", {{"id", "box"}, {"name", "nas"}}, dry_run);
        check("wireguard.update", {{"port", 4443}}, dry_run); // has to be confirmed
    }
}

TEST_F(Documented, OfAnotherKindAreNoticed) {
    const Validator validator(document);
    const auto& schema = entry("time.show")
                             .at("responses")
                             .at("200")
                             .at("content")
                             .at("application/json")
                             .at("schema")
                             .as_object();
    EXPECT_EQ(validator.judge(schema, {{"pool", 7}}), "/pool is no string");
    EXPECT_EQ(validator.judge(schema, {{"pond", "x"}}), "/pond is unknown");
}

TEST_F(Documented, OfAFileHaveEachOfItsForms) {
    const auto& content = entry("peer.config").at("responses").at("200").at("content").as_object();
    for (const auto* media : {"text/plain", "image/svg+xml", "image/png"})
        EXPECT_TRUE(content.contains(media)) << media;
}

} // namespace pic::http
