// A cell that is set up, and short ways to ask it for peers.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/cell.hpp"

namespace pic::peers {

using control::Reply;
namespace json = boost::json;

struct Peers : testing::Test {
    Peers() { cell.set_up(); }

    Result<Reply> add(json::object input) { return cell.submit("peer.add", std::move(input)); }
    // The answer's body; the test fails when there is none.
    json::value body(std::string_view operation, json::object input,
                     const control::Caller& caller = fakes::admin()) {
        auto reply = cell.submit(operation, std::move(input), caller);
        EXPECT_TRUE(reply) << operation << ": " << reply.error().text();
        return reply ? reply->body : json::value();
    }
    json::value added(json::object input) { return body("peer.add", std::move(input)); }
    json::value shown(const std::string& id) { return body("peer.show", {{"id", id}}); }
    bool stale(const std::string& id) { return shown(id).at("reissue_needed").as_bool(); }

    static std::string text(const json::value& value) { return std::string(value.as_string()); }
    static std::string config(const json::value& issued) { return text(issued.at("config")); }
    // What a line of the file says; empty: there is none.
    static std::string said(const json::value& issued, std::string_view name) {
        const auto file = "\n" + config(issued);
        const auto line = "\n" + std::string(name) + " = ";
        const auto at = file.find(line);
        if (at == std::string::npos) return {};
        const auto begin = at + line.size();
        return file.substr(begin, file.find('\n', begin) - begin);
    }
    static std::string key_of(const json::value& issued) {
        return text(issued.at("peer").at("public_key"));
    }
    static std::string new_key() { return net::public_key(net::new_private_key())->text(); }

    fakes::Cell cell;
};

} // namespace pic::peers
