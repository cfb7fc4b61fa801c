#include "control/server.hpp"

#include "base/log.hpp"
#include "control/servers.hpp"
#include "ports/host.hpp"

namespace pic::control {

namespace {

using namespace std::chrono_literals;
constexpr auto first_try = 1s, last_try = 10s;
constexpr auto first_question = 100ms; // after it came up, or read other files

// It ended, and systemd starts it again, or not.
bool ended(const ports::UnitState& state) {
    return state.active == "failed" || state.sub == "auto-restart";
}

std::string end_of(const ports::UnitState& state) {
    return state.name + " ended (" + state.result + ")";
}

} // namespace

std::vector<net::Address> own_addresses(const Context& context) {
    const auto own = model::cell_addresses(context.view.wireguard.value);
    return {own.begin(), context.observed.host.ipv6 ? own.end() : own.begin() + 1};
}

Server::Server(Control& control, ServerSpec spec) :
    control_(control), spec_(std::move(spec)), backoff_(first_try, last_try),
    timer_(control.world().loop) {
    state_.name = spec_.unit;
}

void Server::start() {
    control_.world().units.watch(spec_.unit, [this](const ports::UnitState& now) { seen(now); });
}

void Server::stop() {
    timer_.cancel();
}

bool Server::running(const ports::UnitState& state) {
    return state.active == "active" || state.active == "reloading";
}

// A stop that systemd had to force leaves a failed unit, and is a stop all the same.
bool Server::stopped_by_person() const {
    const bool over = state_.active == "inactive" || (state_.active == "failed" && stopping_);
    return over && !state_.job && state_.changed > plane_since_;
}

void Server::settle(std::uint64_t plane_since) {
    plane_since_ = plane_since;
    if (!known_) return;
    const auto context = control_.durable_context();
    const bool ready = context.view.set_up() &&
                       ports::find_link(context.observed.host, net::cell_device) != nullptr;
    if (!spec_.before_setup && !ready) {
        if (running(state_)) return; // what it answers is how it is
        return judge(Health::stopped, context.view.set_up() ? "waits for the VPN's device"
                                                            : "starts when the cell is set up");
    }
    const auto written = write_files(context);
    unwritten_ = !written;
    if (!written) return judge(Health::bad, written.error().text());
    act();
}

Status Server::write_files(const Context& context) {
    PIC_LET(files, spec_.files(context));
    auto& disk = control_.world().files;
    for (const auto& file : files) {
        PIC_LET(present, disk.read(file.path));
        if (present == file.content) continue;
        PIC_TRY(disk.replace(file.path, file.content));
        ++written_; // at once: the next file may fail
    }
    return {};
}

void Server::act() {
    const bool free = !commanded_ && !state_.job;
    put_off_ = !free && due();
    if (!free) return;
    if (state_.load == "masked") return judge(Health::stopped, "masked by the administrator");
    if (state_.load == "not-found")
        return judge(Health::bad, "its unit is not installed; install the package again");
    if (running(state_)) {
        if (clock_lost_)
            command(ports::UnitVerb::restart);
        else if (stale())
            command(spec_.on_change);
        return;
    }
    if (stopped_by_person()) return judge(Health::stopped, "stopped by the administrator");
    if (state_.active == "failed") {
        judge(Health::bad, end_of(state_));
        if (!stale()) return; // the timer tries again
    }
    if (state_.active == "inactive" || state_.active == "failed") command(ports::UnitVerb::start);
}

void Server::command(ports::UnitVerb verb) {
    commanded_ = true;
    told_ = written_;
    if (verb != ports::UnitVerb::reload) clock_lost_ = false;
    if (verb == ports::UnitVerb::start && judged_.health != Health::bad)
        judge(Health::starting, {});
    control_.world().units.call(verb, spec_.unit,
                                [this, verb](const Status& outcome) { commanded(verb, outcome); });
}

void Server::commanded(ports::UnitVerb verb, const Status& outcome) {
    commanded_ = put_off_ = false;
    if (!outcome) {
        log::warning("systemd refused a job for " + spec_.unit + ": " + outcome.error().text());
        if (verb == spec_.on_change) ++written_; // to be told again: it runs as before
        if (verb == ports::UnitVerb::restart) clock_lost_ = spec_.sets_clock;
        judge(Health::bad, outcome.error().text());
        examine();
        wait(backoff_.failed());
    } else {
        read_ = told_;
        if (due())
            act();
        else if (running(state_))
            wait(first_question);
    }
    control_.servers().moved();
}

std::string Server::behind() const {
    if (!running(state_) || (!unwritten_ && read_ == written_)) return {};
    const auto text = spec_.unit + " goes on with its earlier settings and is told again";
    return judged_.message.empty() ? text : text + ": " + judged_.message;
}

void Server::call(ports::UnitVerb verb, const ports::Units::Done& done) {
    control_.world().units.call(verb, spec_.unit, done);
}

void Server::clock_lost() {
    if (!spec_.sets_clock || !(running(state_) || state_.job || commanded_)) return;
    clock_lost_ = true;
    act();
}

void Server::seen(const ports::UnitState& now) {
    const bool came_up = running(now) && !(known_ && running(state_));
    state_ = now;
    // Without a job it ended by itself.
    if (now.active != "failed") stopping_ = now.active == "deactivating" && now.job && !commanded_;
    // Whatever it does: its files may be those of an earlier picd.
    if (!std::exchange(known_, true) || now.active == "inactive" || stopped_by_person())
        boost::asio::post(control_.world().loop, [this] { settle(plane_since_); });
    if (came_up) {
        failures_ = 0;
        backoff_.succeeded();
        judged_.taken.clear();
        judged_.log.clear();
        judge(Health::starting, {});
        wait(first_question);
    } else if (ended(now) && !stopped_by_person()) {
        judge(Health::bad, end_of(now));
        examine();
        if (now.active == "failed") wait(backoff_.failed());
    } else if (now.active != "inactive") {
        publish();
    }
    if (!now.job) freed();
}

// systemd tells that a job is over before it shows the unit without it.
void Server::freed() {
    if (!running(state_)) clock_lost_ = false; // its next start sets the clock
    if (!std::exchange(put_off_, false)) return;
    if (running(state_)) act();
    control_.servers().moved();
}

} // namespace pic::control
