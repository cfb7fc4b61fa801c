#include "http/server_fixture.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <pwd.h>
#include <sodium.h>
#include <thread>
#include <unistd.h>

namespace pic::http {

std::string own_user_name() {
    return getpwuid(geteuid())->pw_name;
}

bool eventually(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

ServerTest::ServerTest() {
    EXPECT_GE(sodium_init(), 0);
    char pattern[] = "/tmp/pic-http-XXXXXX";
    folder = ::mkdtemp(pattern);
    options.listen = net::HostPort{"127.0.0.1", 0};
    options.socket = folder + "/api.sock";
    options.staging = folder;
    options.web_user = own_user_name();
    options.webui = folder + "/webui";
    std::filesystem::create_directory(options.webui);
    std::ofstream(options.webui + "/index.html") << "<!doctype html>";
}

ServerTest::~ServerTest() {
    server.reset();
    std::filesystem::remove_all(folder);
}

void ServerTest::start() {
    server = std::make_unique<Server>(options, cell, SmallCell::operations());
    server->start();
    ASSERT_TRUE(eventually([this] { return server->port() != 0; }));
}

bool ServerTest::stop() {
    std::promise<void> drained;
    server->stop([&drained] { drained.set_value(); });
    return drained.get_future().wait_for(std::chrono::seconds(10)) == std::future_status::ready;
}

Response ServerTest::ask(std::string_view line, std::string_view fields,
                         std::string_view body) const {
    auto client = tcp();
    client.send(request(line, fields, body));
    return client.read(line.starts_with("HEAD "));
}

std::string ServerTest::as(const std::string& user) {
    const auto made = cell.sign_in(user);
    return "Cookie: pic_session=" + made.grant.cookie + "\r\nX-CSRF-Token: " + made.grant.csrf +
           "\r\nContent-Type: application/json\r\n";
}

std::string ServerTest::cookie_of(const std::string& user) {
    return "Cookie: pic_session=" + cell.sign_in(user).grant.cookie + "\r\n";
}

} // namespace pic::http
