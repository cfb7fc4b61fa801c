#include "control/server.hpp"

#include "base/log.hpp"
#include "ports/host.hpp"

namespace pic::control {

namespace {

using namespace std::chrono_literals;
constexpr auto first_try = 1s, last_try = 30s;
constexpr auto good_interval = 30s;

std::string ended(const ports::UnitState& state) {
    return state.name + " ended (" + state.result + "); its last lines: journalctl -u " +
           state.name;
}

bool running(const ports::UnitState& state) {
    return state.active == "active" || state.active == "reloading";
}

} // namespace

Server::Server(Control& control, ServerSpec spec)
    : control_(control), spec_(std::move(spec)), backoff_(first_try, last_try),
      timer_(control.world().loop) {
    state_.name = spec_.unit;
}

void Server::start() {
    control_.world().units.watch(spec_.unit, [this](const ports::UnitState& now) { seen(now); });
}

void Server::stop() { timer_.cancel(); }

bool Server::stopped_by_person() const {
    return state_.active == "inactive" && state_.result == "success" && !state_.job &&
           state_.since > plane_since_;
}

void Server::settle(std::int64_t plane_since) {
    plane_since_ = plane_since;
    if (!known_) return;
    const auto context = control_.context();
    const bool ready = context.view.set_up() &&
                       ports::find_link(context.observed.host, net::cell_device) != nullptr;
    if (!spec_.before_setup && !ready)
        return publish(Health::stopped, context.view.set_up() ? "waits for the VPN's device"
                                                              : "starts when the cell is set up");
    const auto changed = write_files(context);
    if (!changed) return publish(Health::bad, changed.error().text());
    act(*changed);
}

Result<bool> Server::write_files(const Context& context) {
    PIC_LET(files, spec_.files(context));
    auto& disk = control_.world().files;
    bool changed = false;
    for (const auto& file : files) {
        PIC_LET(present, disk.read(file.path));
        if (present == file.content) continue;
        PIC_TRY(disk.replace(file.path, file.content));
        changed = true;
    }
    return changed;
}

void Server::act(bool changed) {
    stale_ = stale_ || changed;
    if (commanded_ || state_.job) return;
    if (state_.load == "masked")
        return publish(Health::stopped, "masked by the administrator; to have it back: systemctl "
                                        "unmask " + spec_.unit);
    if (state_.load == "not-found")
        return publish(Health::bad, "its unit is not installed; install the package again");
    if (running(state_)) {
        if (std::exchange(stale_, false)) command(spec_.on_change);
        return;
    }
    if (state_.active == "inactive" && stopped_by_person())
        return publish(Health::stopped, "stopped by the administrator; to start it: picctl unit "
                                        "start " + spec_.unit);
    if (state_.active == "failed") {
        publish(Health::bad, ended(state_));
        if (!std::exchange(stale_, false)) return; // the timer tries again
    }
    stale_ = false;
    if (state_.active == "inactive" || state_.active == "failed") command(ports::UnitVerb::start);
}

void Server::command(ports::UnitVerb verb) {
    commanded_ = true;
    if (verb == ports::UnitVerb::start) publish(Health::starting, {});
    control_.world().units.call(verb, spec_.unit, [this](Status outcome) {
        commanded_ = false;
        if (!outcome) {
            log::warning("systemd refused a job for " + spec_.unit + ": " + outcome.error().text());
            publish(Health::bad, outcome.error().text());
            wait(backoff_.failed());
        } else if (stale_) {
            act(false);
        }
    });
}

void Server::call(ports::UnitVerb verb, const ports::Units::Done& done) {
    control_.world().units.call(verb, spec_.unit, done);
}

void Server::seen(const ports::UnitState& now) {
    const bool came_up = running(now) && !(known_ && running(state_));
    state_ = now;
    const bool first = !std::exchange(known_, true);
    if (came_up) {
        publish(Health::starting, {});
        backoff_.succeeded();
        wait(100ms);
    } else if (now.active == "failed") {
        publish(Health::bad, ended(now));
        wait(backoff_.failed());
    } else if (first || now.active == "inactive") {
        boost::asio::post(control_.world().loop, [this] { settle(plane_since_); });
    } else {
        const auto& servers = control_.snapshot()->observed->servers;
        const auto before = servers.find(spec_.unit);
        publish(before == servers.end() ? Health::unknown : before->second.health,
                before == servers.end() ? std::string() : before->second.message);
    }
}

// Asks a running server; tries to start one that failed.
void Server::wait(std::chrono::milliseconds delay) {
    timer_.expires_after(delay);
    timer_.async_wait([this](auto failure) {
        if (failure) return;
        if (running(state_))
            ask();
        else if (state_.active == "failed" && !commanded_)
            command(ports::UnitVerb::start);
        else
            settle(plane_since_);
    });
}

void Server::ask() {
    if (std::exchange(asking_, true)) return;
    control_.on_worker(spec_.probe(control_.context()), [this](Status answer) { answered(answer); });
}

void Server::answered(const Status& answer) {
    asking_ = false;
    if (!running(state_)) return;
    if (answer) {
        publish(Health::good, {});
        backoff_.succeeded();
        wait(good_interval);
        return;
    }
    // A server that has just come up is given a little time before it counts as broken.
    const auto delay = backoff_.failed();
    publish(delay < 4s ? Health::starting : Health::bad, answer.error().text());
    wait(delay);
}

void Server::publish(Health health, std::string message) {
    const auto& servers = control_.snapshot()->observed->servers;
    const auto before = servers.find(spec_.unit);
    if (before != servers.end() && before->second.unit == state_ &&
        before->second.health == health && before->second.message == message)
        return;
    control_.observe(
        [&](Observed& observed) {
            auto& server = observed.servers[spec_.unit];
            server.unit = state_;
            server.health = health;
            server.message = std::move(message);
            server.checked = control_.world().clock.now();
        },
        {"unit", spec_.unit, 0});
}

} // namespace pic::control
