// Every operation of the table is fed what its schema does not allow: an error that names the
// field, and nothing changed. New operations are covered by being in the table.
#include <gtest/gtest.h>

#include <set>

#include "app/operations.hpp"
#include "fakes/cell.hpp"

namespace pic::app {

namespace {

using control::Operation;
namespace json = boost::json;

// A value that this schema does not allow, and the pointer that an error has to name.
struct Bad {
    std::string pointer;
    json::value value;
};

// What a person may search for or write as he likes.
const std::set<std::string> free_text = {"q",    "cursor", "password", "old_password",
                                         "code", "actor",  "action",   "target"};

// What makes an item of a list good but for one field.
const json::object item_base = {{"address", "192.0.2.53"}};

const json::object& inner(const json::object& schema) {
    const auto* choice = schema.if_contains("anyOf");
    return choice == nullptr ? schema : choice->as_array().front().as_object();
}

void add_bad_strings(const json::object& schema, const std::string& name, std::vector<Bad>& bad,
                     const std::string& at) {
    bad.push_back({at, 7});
    bad.push_back({at, json::object()});
    if (schema.contains("enum") || schema.contains("format")) bad.push_back({at, "no such thing"});
    if (!free_text.contains(name)) {
        bad.push_back({at, "line\nbreak"});
        bad.push_back({at, json::string(std::string_view("zero\0byte", 9))});
    }
}

std::vector<Bad> bad_values(const json::object& whole, const std::string& name,
                            const std::string& at) {
    std::vector<Bad> bad;
    const auto& schema = inner(whole);
    const auto* type = schema.if_contains("type");
    if (type == nullptr) return bad; // any JSON
    if (!whole.contains("anyOf")) bad.push_back({at, nullptr});
    const std::string_view kind = type->as_string();
    if (kind == "string") add_bad_strings(schema, name, bad, at);
    if (kind == "boolean")
        for (const json::value& value : {json::value("yes"), json::value(1)})
            bad.push_back({at, value});
    if (kind == "integer")
        for (const json::value& value :
             {json::value("1"), json::value(1e30), json::value(-1), json::value(1.5)})
            bad.push_back({at, value});
    if (kind == "array") {
        bad.push_back({at, 5});
        for (auto& item : bad_values(schema.at("items").as_object(), name, at + "/0"))
            bad.push_back({item.pointer, json::array{item.value}});
    }
    if (kind == "object") {
        bad.push_back({at, 5});
        bad.push_back({at + "/surprise", json::object{{"surprise", 1}}});
        for (const auto& [field, part] : schema.at("properties").as_object())
            for (auto& each : bad_values(part.as_object(), field, at + "/" + std::string(field))) {
                auto item = field == "address" ? json::object() : item_base;
                item[field] = each.value;
                bad.push_back({each.pointer, std::move(item)});
            }
    }
    return bad;
}

struct Hostile : testing::TestWithParam<const Operation*> {
    Hostile() {
        if (operation.before_setup == control::BeforeSetUp::waits || operation.reads())
            cell.set_up();
        if (!cell.view().set_up()) return;
        (void)cell.submit("peer.add", {{"name", "phone"}});
        (void)cell.submit("record.add", {{"name", "printer"}, {"addresses", {"192.168.1.9"}}});
        (void)cell.submit("user.add", {{"name", "guest"}, {"password", "four words of a test"}});
        generation = cell.view().generation;
    }

    // What makes the input good but for this field.
    json::object base(std::string_view spoiled = {}) const {
        json::object input;
        if (operation.input == nullptr) return input;
        const auto schemas = operation.input();
        for (const auto& [field, schema] : schemas.at("properties").as_object()) {
            if (field == "id") input["id"] = somebody();
            if (field == "name" && operation.verb() != "update") input["name"] = "fresh";
            if (field == "password") input["password"] = "four words of a test";
            if (field == "old_password") input["old_password"] = "four words of a test";
            if (field == "unit") input["unit"] = "dns";
            if (field == "kind") input["kind"] = "ufw";
        }
        if (operation.name == "record.add") input["addresses"] = json::array{"192.168.1.10"};
        if (spoiled == "alias") input["addresses"] = json::array();
        return input;
    }
    const char* somebody() const {
        return operation.noun() == "record" ? "printer"
               : operation.noun() == "user" ? "guest"
                                            : "phone";
    }

    void expect_refused(json::object input, const std::string& pointer) {
        const auto said = json::serialize(input);
        const auto reply = cell.submit(operation.name, std::move(input));
        ASSERT_FALSE(reply) << said;
        EXPECT_EQ(reply.error().field, pointer) << said << " " << reply.error().text();
        const auto code = reply.error().code;
        EXPECT_TRUE(code == Code::malformed || code == Code::invalid || code == Code::not_found)
            << said << " " << reply.error().text();
        EXPECT_EQ(cell.view().generation, generation) << said;
    }

    const Operation& operation = *GetParam();
    fakes::Cell cell;
    std::uint64_t generation = 0;
};

std::vector<const Operation*> all() {
    std::vector<const Operation*> list;
    for (const auto& operation : operations())
        list.push_back(&operation);
    return list;
}

} // namespace

TEST_P(Hostile, InputIsRefusedAtTheFieldItIsIn) {
    auto input = base();
    input["surprise"] = 1;
    expect_refused(input, "/surprise");
    if (operation.input == nullptr) return;
    const auto schemas = operation.input();
    for (const auto& [field, schema] : schemas.at("properties").as_object()) {
        for (const auto& bad : bad_values(schema.as_object(), field, "/" + std::string(field))) {
            // What somebody signs in with is only compared.
            if (operation.own_session && bad.value.is_string()) continue;
            input = base(field);
            input[field] = bad.value;
            expect_refused(input, bad.pointer);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Operation, Hostile, testing::ValuesIn(all()), [](const auto& each) {
    std::string name(each.param->name);
    std::ranges::replace(name, '.', '_');
    return name;
});

} // namespace pic::app
