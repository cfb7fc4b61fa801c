#include "app/daemon.hpp"

#include <csignal>

#include "app/leaf_authority.hpp"
#include "app/operations.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "ca/authority.hpp"
#include "cell/acts.hpp"
#include "cell/status.hpp"
#include "config.hpp"
#include "control/findings.hpp"
#include "control/founding.hpp"
#include "control/servers.hpp"
#include "dns/server.hpp"
#include "ntp/server.hpp"
#include "units/notify.hpp"
#include "web/server.hpp"

namespace pic::app {

namespace {

// pic-forward serves nobody: what it does is seen in the kernel.
Result<control::Serves> forwarding_ipv6() {
    PIC_LET(text, read_file("/proc/sys/net/ipv6/conf/all/forwarding"));
    if (!text || !text->starts_with('0')) return control::Serves::newest; // no IPv6: nothing to do
    return fail(Code::unavailable, "it could not make this machine pass IPv6 on", {},
                "picctl unit log forward says why");
}

} // namespace

Daemon::Daemon(std::shared_ptr<const control::Settings> settings,
               std::unique_ptr<store::Store> store, control::State loaded,
               std::unique_ptr<ports::Kernel> kernel) :
    units_(loop_, {}),
    store_(std::move(store)), kernel_(std::move(kernel)),
    control_({loop_, workers_, hashers_, store_, kernel_, units_, files_, clock_, journal_},
             std::move(settings), std::move(loaded)),
    names_(control_, dns::names_socket(control_.settings())), upstreams_(control_),
    sessions_(control_), endpoint_(control_), local_name_(control_), firewalls_(control_),
    dbus_(loop_, {}, control_, operations()), http_(http_options(), control_, operations()),
    signals_(loop_, SIGTERM, SIGINT), alive_(loop_), authority_(loop_), state_(loop_),
    drained_(loop_) {
    add_servers();
}

// Threads first: what they hand over must still find the loop and who waits for it.
Daemon::~Daemon() {
    workers_.join();
    hashers_.join();
    store_.finish();
    kernel_.finish();
}

void Daemon::add_servers() {
    control_.part<control::Founding>().add(ca::found);
    const auto nothing = [](const control::Context&) {
        return Result<std::vector<control::ServerFile>>();
    };
    const auto forwards = [](const control::Context&) -> control::ServerSpec::Question {
        return [] { return forwarding_ipv6(); };
    };
    auto& servers = control_.servers();
    servers.add({.unit = "pic-forward.service",
                 .on_change = ports::UnitVerb::restart,
                 .files = nothing,
                 .probe = forwards});
    servers.add(dns::server(control_));
    servers.add(ntp::server());
    servers.add(web::server(
        control_, std::make_shared<web::LeafKeeper>(
                      files_, control_.settings().runtime_directory + "/web", leaf_authority())));
}

void Daemon::run() {
    signals_.async_wait([this](auto failure, int) {
        if (failure) return;
        units::notify_stopping();
        log::info("Stopping; what is in the kernel stays as it is.");
        http_.stop([this] { boost::asio::post(loop_, [this] { drain(); }); });
    });
    subscription_ = control_.subscribe([this](const control::Event& event) {
        // Ready is who has tried to look at the kernel once, and to mend it where it must: one that
        // cannot be read is told of, and is no reason to be started again and again.
        if (event.noun == "plane" && !std::exchange(ready_, true)) units::notify_ready();
        if (event.noun == "clock") keep_authority(); // what was made under a wrong one may be old
        tell_state_soon();
    });
    units_.start();
    firewalls_.start();
    control_.start();
    sessions_.start();
    endpoint_.start();
    local_name_.start();
    dbus_.start();
    http_.start();
    names_.start();
    upstreams_.start();
    cell::prepare_setup_code(control_);
    keep_authority();
    boost::asio::post(loop_, [this] { keep_alive(); });
    loop_.run();
}

// What was accepted over D-Bus is answered, as it is over HTTP: it may hold the only copy of a key.
void Daemon::drain() {
    drained_.expires_after(http::Limits().drain);
    drained_.async_wait([this](auto failure) {
        if (!failure) stop();
    });
    dbus_.when_idle([this] {
        if (drained_.cancel() > 0) stop();
    });
}

void Daemon::stop() {
    sessions_.stop();
    control_.stop();
    names_.stop();
    upstreams_.stop();
    endpoint_.stop();
    local_name_.stop();
    firewalls_.stop();
    loop_.stop();
}

http::Options Daemon::http_options() {
    http::Options options;
    options.listen = control_.settings().listen;
    options.socket = control_.settings().runtime_directory + "/api.sock";
    options.staging = control_.settings().runtime_directory + "/web";
    options.webui = webui_directory;
    options.report = [this](std::vector<control::Finding> found) {
        boost::asio::post(loop_, [this, found = std::move(found)] {
            control::tell_findings(control_, "http", found);
        });
    };
    return options;
}

// Once for all that happens at the same time, and after what somebody waits for: systemd is woken.
void Daemon::tell_state_soon() {
    if (std::exchange(telling_, true)) return;
    state_.expires_after(std::chrono::milliseconds(100));
    state_.async_wait([this](auto failure) {
        telling_ = false;
        if (!failure) tell_state();
    });
}

void Daemon::tell_state() {
    auto line = cell::summary(*control_.snapshot(), clock_.now());
    if (line == told_) return;
    units::notify_status(line);
    told_ = std::move(line);
}

void Daemon::keep_authority() {
    keep_authority_within(std::chrono::hours(6));
    ca::ensure_authority(control_, [this](const Status& made) {
        if (!made) keep_authority_within(std::chrono::seconds(10));
    });
}

void Daemon::keep_authority_within(std::chrono::seconds delay) {
    authority_.expires_after(delay);
    authority_.async_wait([this](auto failure) {
        if (!failure) keep_authority();
    });
}

// On the loop itself: a loop that hangs is noticed.
void Daemon::keep_alive() {
    const auto interval = units::watchdog_interval();
    if (!interval) return;
    units::notify_alive();
    alive_.expires_after(*interval);
    alive_.async_wait([this](auto failure) {
        if (!failure) keep_alive();
    });
}

} // namespace pic::app
