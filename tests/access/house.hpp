// A cell with people in it, as the tests of access and audit need it.
#pragma once

#include <array>
#include <gtest/gtest.h>
#include <sodium.h>

#include "access/fields.hpp"
#include "access/session.hpp"
#include "fakes/cell.hpp"

namespace pic::access {

inline constexpr std::string_view annas_password = "anna likes long words";
inline constexpr std::string_view pauls_password = "paul likes them short";

struct People : testing::Test {
    People() {
        add("annaaaaaaa", "anna", model::Role::admin, annas_password);
        add("paulaaaaaa", "paul", model::Role::peer, pauls_password);
    }

    void add(const std::string& id, const std::string& name, model::Role role,
             std::string_view password) {
        cell.put(id, model::User{name, role, hash_of(password), true, cell.clock.now()});
    }

    // As cheap as can be: a cell's own take a good part of a second.
    static std::string hash_of(std::string_view password) {
        std::array<char, crypto_pwhash_STRBYTES> hash{};
        EXPECT_EQ(crypto_pwhash_str(hash.data(), password.data(), password.size(),
                                    crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN),
                  0);
        return hash.data();
    }

    static control::Caller from(const std::string& address) {
        control::Caller caller;
        caller.address = address;
        caller.agent = "Browser/1.0";
        return caller;
    }

    Result<control::Reply> login(std::string_view name, std::string_view password,
                                 const std::string& address = "10.0.0.2") {
        return cell.submit("auth.login", {{"name", name}, {"password", password}}, from(address));
    }

    // As http/ does it: by the cookie of a session that was just opened.
    control::Caller signed_in(std::string_view name, std::string_view password,
                              const std::string& address = "10.0.0.2") {
        const auto reply = login(name, password, address);
        EXPECT_TRUE(reply) << reply.error().text();
        return who(reply->grant->cookie, address).value();
    }
    control::Caller anna() { return signed_in("anna", annas_password); }
    control::Caller paul() { return signed_in("paul", pauls_password); }

    std::optional<control::Caller> who(const std::string& cookie,
                                       const std::string& address = "10.0.0.2") {
        auto caller = caller_of(*cell.control().snapshot(), cookie, cell.clock.now());
        if (caller) caller->address = address;
        return caller;
    }

    // Newest first.
    std::vector<store::AuditRow> audit(const std::string& action = {}) {
        std::optional<std::vector<store::AuditRow>> rows;
        cell.control().world().store.read([&](store::Store& store) {
            auto found = store.audit().list({.limit = 1000, .action = action})->rows;
            boost::asio::post(cell.control().world().loop,
                              [&, found = std::move(found)] { rows = found; });
        });
        EXPECT_TRUE(cell.run_until([&] { return rows.has_value(); }));
        return rows.value_or(std::vector<store::AuditRow>());
    }

    fakes::Cell cell;
};

struct House : People { // a cell that has a name, and no VPN
    House() { cell.put("cell", model::Cell{.name = "home"}); }
};

} // namespace pic::access
