// The whole table over HTTP, on a real control loop: who may ask for what, and what bad input does.
// An operation that is added is tested by being in the table.
#include <gtest/gtest.h>
#include <set>
#include <thread>

#include "access/session.hpp"
#include "app/operations.hpp"
#include "fakes/cell.hpp"
#include "http/server_fixture.hpp"

namespace pic::http {

namespace json = control::json;
using control::Access;
using control::Operation;

namespace {

bool changes(const Operation& operation) {
    return operation.rest_method() != "GET";
}

std::string detail(const Response& response) {
    const auto body = response.json();
    const auto* text = body.if_contains("detail");
    return text == nullptr ? std::string() : std::string(text->as_string());
}

std::string pointer(const Response& response) {
    const auto body = response.json();
    const auto* text = body.if_contains("pointer");
    return text == nullptr ? std::string() : std::string(text->as_string());
}

// To an input that may lack what it needs: done, or why not.
void expect_an_answer(const Response& response) {
    static const std::set<int> possible{200, 201, 204, 400, 401, 404, 409, 422, 429, 503};
    EXPECT_TRUE(possible.contains(response.status)) << response.status << ' ' << response.body;
}

constexpr auto nobody_is_signed_in = "nobody is signed in";
constexpr auto only_an_administrator = "only an administrator of this cell may do this";

class TableTest : public testing::Test {
  protected:
    void SetUp() override {
        options_.listen = net::HostPort{"127.0.0.1", 0};
        options_.socket = cell.folder() + "/api.sock";
        options_.staging = cell.folder();
        options_.web_user = own_user_name();
        options_.now = [this] { return cell.clock.now(); };
    }
    void TearDown() override { server_.reset(); }

    void serve() {
        server_ = std::make_unique<Server>(options_, cell.control(), app::operations());
        server_->start();
        ASSERT_TRUE(eventually([this] { return server_->port() != 0; }));
    }
    void set_up() {
        cell.set_up();
        cell.put("anna", model::User{.name = "anna", .role = model::Role::admin, .password = "x"});
        cell.put("paul", model::User{.name = "paul", .role = model::Role::peer, .password = "x"});
        cell.put("box", model::Record{"box", {*net::Address::parse("10.9.0.9")}, {}});
        const auto added = cell.submit("peer.add", {{"name", "phone"}});
        ASSERT_TRUE(added);
        peer_ = added->body.at("peer").at("id").as_string().c_str();
        serve();
    }

    // Fields in the name of a user, by a session of its own.
    std::string as(const std::string& user, bool with_token = true) {
        auto made = access::new_session(user, {}, cell.clock.now());
        cell.put(made.id, made.session);
        return "Cookie: pic_session=" + made.grant.cookie + "\r\n" +
               (with_token ? "X-CSRF-Token: " + made.grant.csrf + "\r\n" : "");
    }

    // The answer, while the loop turns.
    Response ask(const Operation& operation, const std::string& fields, std::string body = {}) {
        if (body.empty() && changes(operation) && operation.rest_method() != "DELETE") body = "{}";
        const auto bytes = request(std::string(operation.rest_method()) + " " + path(operation),
                                   fields + "Content-Type: application/json\r\n", body);
        std::atomic<bool> done = false;
        Response response;
        std::thread client([&] {
            WebClient web(server_->port());
            web.send(bytes);
            response = web.read();
            done = true;
            boost::asio::post(cell.control().world().loop, [] {});
        });
        EXPECT_TRUE(cell.run_until([&] { return done.load(); })) << operation.name;
        client.join();
        return response;
    }

    template <class Visit>
    void each(Visit visit) {
        for (const auto& operation : app::operations()) {
            if (operation.rest.empty()) continue;
            SCOPED_TRACE(std::string(operation.name));
            visit(operation);
        }
    }
    std::uint64_t generation() { return cell.view().generation; }

    fakes::Cell cell;

  private:
    // Of something that is there, where the table can be asked about it.
    std::string path(const Operation& operation) const {
        std::string text(operation.rest_path());
        const auto open = text.find('{');
        if (open == std::string::npos) return text;
        std::string id = "nothing";
        if (operation.noun() == "peer") id = peer_;
        if (operation.noun() == "record") id = "box";
        if (operation.noun() == "user") id = "paul";
        if (operation.noun() == "firewall") id = "ufw";
        return text.replace(open, text.find('}') - open + 1, id);
    }

    Options options_;
    std::unique_ptr<Server> server_;
    std::string peer_ = "nothing";
};

// A value that is not of the type that the schema asks for.
json::value wrong(const json::object& schema) {
    const auto* choices = schema.if_contains("anyOf");
    const auto& inner = choices == nullptr ? schema : choices->as_array().front().as_object();
    const auto* type = inner.if_contains("type");
    return type != nullptr && *type == "string" ? json::value(12345) : json::value("wrong");
}

} // namespace

TEST_F(TableTest, WhoIsNotSignedInMayDoWhatAnyoneMay) {
    set_up();
    const auto before = generation();
    each([&](const Operation& operation) {
        const auto response = ask(operation, {});
        if (operation.access == Access::anyone) {
            EXPECT_NE(detail(response), nobody_is_signed_in);
            expect_an_answer(response);
            return;
        }
        EXPECT_EQ(response.status, 401);
        EXPECT_EQ(generation(), before);
    });
}

TEST_F(TableTest, APeerUserMayNotDoWhatIsForAdministrators) {
    set_up();
    each([&](const Operation& operation) {
        const auto fields = as("paul");
        const auto before = generation();
        const auto response = ask(operation, fields);
        EXPECT_NE(detail(response), nobody_is_signed_in);
        if (operation.access != Access::admin) {
            EXPECT_NE(detail(response), only_an_administrator);
            expect_an_answer(response);
            return;
        }
        EXPECT_EQ(response.status, 403);
        EXPECT_EQ(detail(response), only_an_administrator);
        EXPECT_EQ(generation(), before);
    });
}

TEST_F(TableTest, AChangeInASessionsNameNeedsItsToken) {
    set_up();
    each([&](const Operation& operation) {
        if (!changes(operation)) return;
        const auto fields = as("anna", false);
        const auto before = generation();
        const auto response = ask(operation, fields);
        const bool refused = detail(response).find("CSRF") != std::string::npos;
        EXPECT_EQ(refused, operation.access != Access::anyone);
        if (!refused) return;
        EXPECT_EQ(response.status, 403);
        EXPECT_EQ(generation(), before);
    });
}

TEST_F(TableTest, APageThatLostItsTokenGetsTheSameAgain) {
    set_up();
    const auto all = app::operations();
    const auto& operation = *std::ranges::find(all, "auth.csrf", &Operation::name);
    const auto fields = as("paul");
    const auto token = ask(operation, fields).json().at("csrf");
    EXPECT_NE(fields.find("X-CSRF-Token: " + std::string(token.as_string()) + "\r\n"),
              std::string::npos);
}

TEST_F(TableTest, AnotherSitesPageChangesNothing) {
    set_up();
    each([&](const Operation& operation) {
        if (!changes(operation)) return;
        const auto fields = as("anna") + "Origin: https://evil.example\r\n";
        const auto before = generation();
        EXPECT_EQ(ask(operation, fields).status, 403);
        EXPECT_EQ(ask(operation, "Origin: https://evil.example\r\n").status, 403);
        EXPECT_EQ(generation(), before);
    });
}

TEST_F(TableTest, BeforeSetUpTheRestWaits) {
    serve();
    each([&](const Operation& operation) {
        const auto path = operation.rest_path();
        const bool answered = path == "/api/setup" || path == "/api/health" ||
                              (path.starts_with("/api/auth/") && operation.noun() == "auth");
        EXPECT_EQ(ask(operation, {}).status == 428, !answered);
    });
    for (const auto* rest : {"GET /api/openapi.json", "GET /api/events", "GET /api/nothing"})
        EXPECT_EQ(ask(Operation{.name = "of.no.table", .rest = rest}, {}).status, 428) << rest;
}

TEST_F(TableTest, WhatIsNoInputNamesTheFieldAndChangesNothing) {
    set_up();
    each([&](const Operation& operation) {
        if (!changes(operation) || operation.rest_method() == "DELETE") return;
        const auto schema = operation.input == nullptr ? json::object() : operation.input();
        const auto* fields = schema.if_contains("properties");
        const auto user = as("anna");
        const auto before = generation();
        for (const auto* body : {"{", "[]", "\"x\"", "{\"a\": 1, \"a\": 2}", "\xff"}) {
            const auto response = ask(operation, user, body);
            EXPECT_EQ(response.status, 400) << body;
            EXPECT_EQ(response.field("content-type"), "application/problem+json");
        }
        const auto unknown = ask(operation, user, R"({"no_such_field": 1})");
        EXPECT_EQ(unknown.status, 400);
        EXPECT_EQ(pointer(unknown), "/no_such_field");
        for (const auto& field : fields == nullptr ? json::object() : fields->as_object()) {
            const std::string name(field.key());
            if (operation.rest_path().find("{" + name + "}") != std::string_view::npos) continue;
            const json::object body{{name, wrong(field.value().as_object())}};
            const auto response = ask(operation, user, json::serialize(body));
            EXPECT_EQ(response.status, 400) << name << response.body;
            EXPECT_EQ(pointer(response), "/" + name) << response.body;
        }
        EXPECT_EQ(generation(), before);
    });
}

TEST_F(TableTest, WhatSomebodyElseChangedMeanwhileStaysAsItIs) {
    set_up();
    each([&](const Operation& operation) {
        if (!std::holds_alternative<control::Decide>(operation.run)) return;
        if (operation.rest_method() != "PATCH" && operation.rest_method() != "DELETE") return;
        const auto fields = as("anna") + "If-Match: \"999999\"\r\n";
        const auto before = generation();
        const auto status = ask(operation, fields).status;
        EXPECT_EQ(status, operation.versioned ? 412 : 422) << operation.name;
        EXPECT_EQ(generation(), before);
    });
}

TEST_F(TableTest, ControlCharactersAreRefusedByField) {
    set_up();
    const auto all = app::operations();
    for (const auto* name : {"peer.add", "record.add", "user.add", "peer.update"}) {
        const auto& operation = *std::ranges::find(all, name, &Operation::name);
        const auto user = as("anna");
        const auto before = generation();
        const json::object body{{"name", "a\nb"},
                                {"password", "four words of a test"},
                                {"addresses", json::array{"10.9.0.8"}}};
        json::object fitting;
        const auto schema = operation.input();
        for (const auto& field : body)
            if (schema.at("properties").as_object().contains(field.key()))
                fitting[field.key()] = field.value();
        const auto response = ask(operation, user, json::serialize(fitting));
        EXPECT_EQ(response.status, 422) << name << response.body;
        EXPECT_EQ(pointer(response), "/name") << name;
        EXPECT_EQ(generation(), before);
    }
}

} // namespace pic::http
