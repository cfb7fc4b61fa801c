// picd(8).
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <span>
#include <string_view>

#include <sodium.h>

#include "app/daemon.hpp"
#include "app/load.hpp"
#include "app/operations.hpp"
#include "app/teardown.hpp"
#include "base/log.hpp"
#include "base/memory.hpp"
#include "config.hpp"
#include "http/openapi.hpp"
#include "kernel/netlink_kernel.hpp"

namespace {

using namespace pic;

constexpr int failed = 1, usage = 2, unusable_settings = 78; // systemd.exec(5): CONFIG
constexpr const char* settings_file = "/etc/pic/picd.yaml";

Status serve(const control::Settings& settings) {
    stay_small();
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes to whoever has hung up
    PIC_LET(key, app::load_key());
    PIC_LET(store, store::Store::open(settings.state_directory, key));
    PIC_LET(state, app::load_state(*store));
    PIC_LET(kernel, kernel::NetlinkKernel::open(settings.runtime_directory));
    app::Daemon daemon(std::make_shared<const control::Settings>(settings), std::move(store),
                       std::move(state), std::move(kernel));
    daemon.run();
    return {};
}

int ended(const Status& outcome, int status) {
    if (outcome) return 0;
    log::error(outcome.error().text());
    return status;
}

// A file that could not be read may be read in a second; what it says stays until a person mends
// it.
int status_of(const Error& error) {
    const bool content = error.code == Code::malformed || error.code == Code::invalid;
    return content ? unusable_settings : failed;
}

int run(std::string_view what) {
    auto settings = control::Settings::load(settings_file);
    if (!settings && what == "--teardown") { // by the usual numbers, rather than by none
        log::error(settings.error().text());
        settings = control::Settings();
    }
    if (!settings) return ended(fail(settings.error()), status_of(settings.error()));
    log::set_level(settings->log_level);
    return ended(what == "--teardown" ? app::teardown(*settings) : serve(*settings), failed);
}

int print(const boost::json::object& document) {
    return std::printf("%s\n", boost::json::serialize(document).c_str()) < 0;
}

} // namespace

int main(int count, char** words) {
    const std::span arguments(words, static_cast<std::size_t>(count));
    const std::string_view what = count == 2 ? arguments[1] : "";
    constexpr std::array options{"--version", "--describe", "--openapi", "--teardown"};
    if (count > 2 || (count == 2 && std::ranges::find(options, what) == options.end())) {
        std::fputs("usage: picd [--describe | --openapi | --teardown | --version]\n", stderr);
        return usage;
    }
    if (sodium_init() < 0) return failed;
    if (what == "--version") return std::printf("picd %s\n", std::string(version).c_str()) < 0;
    if (what == "--describe") return print(control::describe(app::operations()));
    if (what == "--openapi") return print(http::openapi(app::operations()));
    return run(what);
}
