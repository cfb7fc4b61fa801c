#include "http/input.hpp"

#include <algorithm>
#include <gtest/gtest.h>

#include "http/small_cell.hpp"

namespace pic::http {

namespace json = control::json;

namespace {

const control::Operation& operation(std::string_view name) {
    return *std::ranges::find(SmallCell::operations(), name, &control::Operation::name);
}

Or<control::Call> call(std::string_view name, const std::string& target,
                       const std::string& body = {},
                       std::vector<Field> fields = {{"content-type", "application/json"}}) {
    const auto parsed = parse_target(target).value();
    Parameters parameters;
    if (parsed.segments.size() > 2) parameters.emplace_back("id", parsed.segments[2]);
    return call_of(Method(operation(name)), parameters, parsed,
                   {"", target, std::move(fields), body, {}});
}

json::object input(std::string_view name, const std::string& target, const std::string& body = {}) {
    const auto made = call(name, target, body);
    return made ? made->input : json::object{{"(refused)", made.error().body}};
}

// The status, and the pointer to the field in question.
std::string refusal(std::string_view name, const std::string& target,
                    const std::string& body = {}) {
    const auto made = call(name, target, body);
    if (made) return "accepted";
    const auto problem = json::parse(made.error().body).as_object();
    const auto* pointer = problem.if_contains("pointer");
    return std::to_string(made.error().status) + " " +
           (pointer == nullptr ? "" : std::string(pointer->as_string()));
}

} // namespace

TEST(Input, QueryIsTypedByTheSchema) {
    EXPECT_EQ(input("box.list", "/api/boxes?size=7&open=true&name=12&weight=18446744073709551615"),
              (json::object{
                  {"size", 7}, {"open", true}, {"name", "12"}, {"weight", 18446744073709551615U}}));
    EXPECT_EQ(input("box.list", "/api/boxes?tags=a&tags=b"),
              (json::object{{"tags", json::array{"a", "b"}}}));
}

TEST(Input, WrongTypesInTheQueryNameTheField) {
    EXPECT_EQ(refusal("box.list", "/api/boxes?size=x"), "400 /size");
    EXPECT_EQ(refusal("box.list", "/api/boxes?size="), "400 /size");
    EXPECT_EQ(refusal("box.list", "/api/boxes?open=1"), "400 /open");
    EXPECT_EQ(refusal("box.list", "/api/boxes?permissions=x"), "400 /permissions");
    EXPECT_EQ(refusal("box.list", "/api/boxes?name=a&name=b"), "400 /name");
    EXPECT_EQ(refusal("box.list", "/api/boxes?sise=7"), "400 /sise");
    EXPECT_EQ(refusal("box.largest", "/api/boxes?x=1"), "400 /x");
}

TEST(Input, PathAndBodyMakeOneInput) {
    EXPECT_EQ(input("box.update", "/api/boxes/b1", R"({"name": "n", "size": 2})"),
              (json::object{{"id", "b1"}, {"name", "n"}, {"size", 2}}));
    EXPECT_EQ(input("box.update", "/api/boxes/b1"), (json::object{{"id", "b1"}}));
    EXPECT_EQ(input("box.remove", "/api/boxes/b1?open=true"),
              (json::object{{"id", "b1"}, {"open", true}}));
}

TEST(Input, AFieldIsGivenOnceAndInItsPlace) {
    EXPECT_EQ(refusal("box.update", "/api/boxes/b1", R"({"id": "b1"})"), "400 /id");
    EXPECT_EQ(refusal("box.update", "/api/boxes/b1?name=n"), "400 /name");
    EXPECT_EQ(refusal("box.update", "/api/boxes/b1", R"({"nmae": "n"})"), "400 /nmae");
    EXPECT_EQ(refusal("box.remove", "/api/boxes/b1?id=b2"), "400 /id");
    EXPECT_EQ(refusal("box.remove", "/api/boxes/b1", "{}"), "400 ");
    EXPECT_EQ(refusal("box.list", "/api/boxes", R"({"size": 1})"), "400 ");
}

TEST(Input, TheBodyIsAnObjectOfJson) {
    for (const auto* body : {"{", "[]", "null", "1", "\"x\"", R"({"name": "a", "name": "b"})",
                             "{} {}", R"({"name": "\ud800"})", " "})
        EXPECT_EQ(refusal("box.add", "/api/boxes", body), "400 ") << body;
}

TEST(Input, TheBodySaysThatItIsJson) {
    for (const auto* media :
         {"application/json", "application/json; charset=utf-8", "Application/JSON ;charset=UTF-8"})
        EXPECT_TRUE(call("box.add", "/api/boxes", "{}", {{"content-type", media}})) << media;
    for (const auto* media : {"", "text/plain", "application/x-www-form-urlencoded",
                              "application/jsonx", "multipart/form-data; application/json"})
        EXPECT_EQ(call("box.add", "/api/boxes", "{}", {{"content-type", media}}).error().status,
                  415U)
            << media;
    EXPECT_EQ(call("box.add", "/api/boxes", "{}", {}).error().status, 415U);
}

TEST(Input, DryRunIsForChanges) {
    EXPECT_TRUE(call("box.add", "/api/boxes?dry_run=true")->dry_run);
    EXPECT_FALSE(call("box.add", "/api/boxes?dry_run=false")->dry_run);
    EXPECT_FALSE(call("box.add", "/api/boxes")->dry_run);
    EXPECT_EQ(refusal("box.add", "/api/boxes?dry_run=1"), "400 /dry_run");
    EXPECT_EQ(refusal("box.add", "/api/boxes?dry_run=false&dry_run=true"), "400 /dry_run");
    EXPECT_EQ(refusal("box.wait", "/api/boxes/b1?dry_run=true"), "400 /dry_run");
    EXPECT_EQ(refusal("box.list", "/api/boxes?dry_run=true"), "400 /dry_run");
}

TEST(Input, IfMatchIsAGeneration) {
    EXPECT_EQ(call("box.update", "/api/boxes/b1", {}, {{"if-match", "\"12\""}})->if_match, 12U);
    EXPECT_EQ(call("box.update", "/api/boxes/b1", {}, {})->if_match, std::nullopt);
    EXPECT_EQ(call("box.update", "/api/boxes/b1", {}, {{"if-match", "12"}}).error().status, 400U);
    EXPECT_EQ(call("box.update", "/api/boxes/b1", {}, {{"if-match", "W/\"1\""}}).error().status,
              412U);
}

} // namespace pic::http
