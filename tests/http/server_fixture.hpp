// A server on loopback and on a Unix socket, in front of a small cell.
#pragma once

#include <gtest/gtest.h>
#include <memory>

#include "http/server.hpp"
#include "http/small_cell.hpp"
#include "http/web_client.hpp"

namespace pic::http {

std::string own_user_name();

class ServerTest : public testing::Test {
  protected:
    ServerTest();
    ~ServerTest() override;

    void start(); // with `options`
    bool stop();  // true: it drained in time

    WebClient tcp() const { return WebClient(server->port()); }
    WebClient local() const { return WebClient(options.socket); }
    Response ask(std::string_view line, std::string_view fields = {},
                 std::string_view body = {}) const;

    // Fields of a request in the name of "anna" (admin) or "paul" (peer user), with CSRF token.
    std::string as(const std::string& user);
    std::string cookie_of(const std::string& user); // without it

    std::string folder;
    SmallCell cell;
    Options options;
    std::unique_ptr<Server> server;
};

// Waits for what happens on another thread.
bool eventually(const std::function<bool()>& holds);

} // namespace pic::http
