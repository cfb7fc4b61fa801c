#include "units/systemd_units.hpp"

#include <systemd/sd-bus.h>

#include "base/log.hpp"
#include "units/unit_properties.hpp"

namespace pic::units {

namespace {

using ports::UnitVerb;
using namespace std::chrono_literals;

constexpr const char* service = "org.freedesktop.systemd1";
constexpr const char* manager_path = "/org/freedesktop/systemd1";
constexpr const char* manager = "org.freedesktop.systemd1.Manager";
constexpr auto retry_delay = 5s;
constexpr auto patience = 30s; // polkit is asked in between

const char* method_of(UnitVerb verb) {
    switch (verb) {
    case UnitVerb::start:
        return "StartUnit";
    case UnitVerb::stop:
        return "StopUnit";
    case UnitVerb::restart:
        return "RestartUnit";
    case UnitVerb::reload:
        return "ReloadUnit";
    }
    return "";
}

// systemd names a unit that the administrator masked, and not the way back.
Error refusal(Error error, const std::string& unit, const std::string& name) {
    if (name == "org.freedesktop.systemd1.UnitMasked")
        error.remedy = "sudo systemctl unmask " + unit + " lets it be started again";
    return std::move(error).within("systemd refused a job for " + unit);
}

Error job_error(const std::string& unit, const std::string& result) {
    return {Code::unavailable,
            "systemd's job for " + unit + " ended with \"" + result + "\"",
            {},
            "journalctl -u " + unit + " says why",
            {}};
}

} // namespace

SystemdUnits::SystemdUnits(boost::asio::io_context& loop, std::string address) :
    retry_(loop), bus_(loop, std::move(address), [this] { connected(); }) {}

void SystemdUnits::connected() {
    fail_jobs();
    const auto log_failure = [](const Status& outcome) {
        if (!outcome) log::warning("systemd cannot be watched: " + outcome.error().text());
    };
    auto subscribe = bus_.method_call(service, manager_path, manager, "Subscribe");
    if (subscribe)
        log_failure(bus_.call(
            std::move(*subscribe),
            [=](sd_bus_message* reply) { log_failure(bus::status_of(reply)); }, patience));
    log_failure(bus_.match("type='signal',sender='org.freedesktop.systemd1',interface='"
                           "org.freedesktop.systemd1.Manager',member='JobRemoved'",
                           [this](sd_bus_message* message) { job_removed(message); }));
    log_failure(bus_.match("type='signal',sender='org.freedesktop.systemd1',interface='"
                           "org.freedesktop.DBus.Properties',member='PropertiesChanged'",
                           [this](sd_bus_message* message) { properties_changed(message); }));
    // Of a unit that was masked, or is not any more, nothing else is told.
    log_failure(bus_.match("type='signal',sender='org.freedesktop.systemd1',interface='"
                           "org.freedesktop.systemd1.Manager',member='Reloading'",
                           [this](sd_bus_message*) { refresh_all(); }));
    refresh_all();
}

void SystemdUnits::refresh_all() {
    for (const auto& [unit, watched] : watched_)
        refresh(unit);
}

// Whoever waits for a job of the connection before learns that nobody will tell.
void SystemdUnits::fail_jobs() {
    auto lost = std::exchange(jobs_, {});
    for (auto& [path, job] : lost)
        job.done(
            fail(Code::unavailable, "the message bus went away before " + job.unit + " was done"));
}

void SystemdUnits::call(UnitVerb verb, const std::string& unit, Done done) {
    auto message = bus_.method_call(service, manager_path, manager, method_of(verb));
    if (!message) return done(fail(std::move(message).error()));
    sd_bus_message_append(message->get(), "ss", unit.c_str(), "replace");
    const auto answered = [this, unit, done](sd_bus_message* reply) {
        if (auto outcome = bus::status_of(reply); !outcome)
            return done(fail(refusal(std::move(outcome).error(), unit, bus::error_name(reply))));
        const char* path = nullptr;
        if (sd_bus_message_read(reply, "o", &path) < 0)
            return done(fail(Code::internal, "systemd gives the job for " + unit + " no name"));
        jobs_.emplace(path, Job{unit, done});
    };
    if (auto sent = bus_.call(std::move(*message), answered, patience); !sent)
        done(fail(std::move(sent).error()));
}

void SystemdUnits::job_removed(sd_bus_message* message) {
    std::uint32_t id = 0;
    const char *path = nullptr, *unit = nullptr, *result = nullptr;
    if (sd_bus_message_read(message, "uoss", &id, &path, &unit, &result) < 0) return;
    if (watched_.contains(unit)) refresh(unit);
    const auto [begin, end] = jobs_.equal_range(path);
    std::vector<Job> ended;
    for (auto job = begin; job != end; ++job)
        ended.push_back(std::move(job->second));
    jobs_.erase(begin, end);
    for (const auto& job : ended)
        if (std::string_view(result) == "done")
            job.done({});
        else
            job.done(fail(job_error(job.unit, result)));
}

void SystemdUnits::properties_changed(sd_bus_message* message) {
    const char* path = sd_bus_message_get_path(message);
    if (path == nullptr) return;
    for (const auto& [unit, watched] : watched_)
        if (watched.path == path) return refresh(unit);
}

void SystemdUnits::state(const std::string& unit, Got got) {
    auto message = bus_.method_call(service, manager_path, manager, "LoadUnit");
    if (!message) return got(fail(std::move(message).error()));
    sd_bus_message_append(message->get(), "s", unit.c_str());
    const auto answered = [this, unit, got](sd_bus_message* reply) {
        if (auto outcome = bus::status_of(reply); !outcome)
            return got(fail(std::move(outcome).error()));
        const char* path = nullptr;
        if (sd_bus_message_read(reply, "o", &path) < 0)
            return got(fail(Code::internal, "systemd gives " + unit + " no object"));
        if (const auto watched = watched_.find(unit); watched != watched_.end())
            watched->second.path = path;
        read_properties(unit, path, got);
    };
    if (auto sent = bus_.call(std::move(*message), answered, patience); !sent)
        got(fail(std::move(sent).error()));
}

void SystemdUnits::read_properties(const std::string& unit, const std::string& path, Got got) {
    auto message =
        bus_.method_call(service, path.c_str(), "org.freedesktop.DBus.Properties", "GetAll");
    if (!message) return got(fail(std::move(message).error()));
    sd_bus_message_append(message->get(), "s", "");
    const auto answered = [unit, got](sd_bus_message* reply) {
        if (auto outcome = bus::status_of(reply); !outcome)
            return got(fail(std::move(outcome).error()));
        got(read_unit(unit, reply));
    };
    if (auto sent = bus_.call(std::move(*message), answered, patience); !sent)
        got(fail(std::move(sent).error()));
}

void SystemdUnits::watch(const std::string& unit,
                         std::function<void(const ports::UnitState&)> changed) {
    watched_[unit].changed = std::move(changed);
    if (bus_.connected()) refresh(unit);
}

void SystemdUnits::refresh(const std::string& unit) {
    state(unit, [this, unit](Result<ports::UnitState> now) {
        auto& watched = watched_[unit];
        if (!now) {
            log::warning("The state of " + unit + " is not known: " + now.error().text());
            watched.unread = true;
            return refresh_unread();
        }
        watched.unread = false;
        if (watched.known && watched.last == *now) return;
        watched.known = true;
        watched.last = *now;
        watched.changed(*now);
    });
}

// Nothing else would ask: systemd tells of changes, and there may be none.
void SystemdUnits::refresh_unread() {
    retry_.expires_after(retry_delay);
    retry_.async_wait([this](auto failure) {
        if (failure || !bus_.connected()) return;
        for (const auto& [unit, watched] : watched_)
            if (watched.unread) refresh(unit);
    });
}

} // namespace pic::units
