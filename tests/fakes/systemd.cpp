#include "fakes/systemd.hpp"

#include <boost/asio/post.hpp>

namespace pic::fakes {

using ports::UnitState;
using ports::UnitVerb;

namespace {

constexpr std::string_view verbs[] = {"start", "stop", "restart", "reload"};

bool running(const UnitState& state) {
    return state.active == "active" || state.active == "reloading";
}

} // namespace

class FakeSystemd::Connection final : public ports::Units {
  public:
    Connection(FakeSystemd& systemd, boost::asio::io_context& loop) :
        systemd_(systemd), loop_(loop) {
        systemd_.connections_.push_back(this);
    }
    ~Connection() override { std::erase(systemd_.connections_, this); }

    void call(UnitVerb verb, const std::string& unit, Done done) override {
        systemd_.calls_.push_back(std::string(verbs[static_cast<std::size_t>(verb)]) + " " + unit);
        soon([this, verb, unit, done = std::move(done)] {
            if (auto accepted = systemd_.accept(verb, unit); !accepted)
                return done(std::move(accepted));
            systemd_.run(unit, [this, verb, unit, done] {
                soon([this, verb, unit, done] { done(systemd_.finish(verb, unit)); });
            });
        });
    }

    void state(const std::string& unit, Got got) override {
        soon([this, unit, got = std::move(got)] { got(systemd_.state(unit)); });
    }

    void watch(const std::string& unit, std::function<void(const UnitState&)> changed) override {
        watched_[unit] = std::move(changed);
        tell(unit, systemd_.state(unit));
    }

    void tell(const std::string& unit, const UnitState& state) {
        if (!watched_.contains(unit)) return;
        soon([this, unit, state] { watched_.at(unit)(state); });
    }

  private:
    // Answers come from the loop, and only while the connection is there.
    void soon(std::function<void()> work) {
        boost::asio::post(loop_, [work = std::move(work), here = std::weak_ptr(here_)] {
            if (!here.expired()) work();
        });
    }

    FakeSystemd& systemd_;
    boost::asio::io_context& loop_;
    std::map<std::string, std::function<void(const UnitState&)>> watched_;
    std::shared_ptr<bool> here_ = std::make_shared<bool>(true);
};

std::unique_ptr<ports::Units> FakeSystemd::connect(boost::asio::io_context& loop) {
    return std::make_unique<Connection>(*this, loop);
}

FakeSystemd::Unit& FakeSystemd::unit(const std::string& name) {
    auto [found, made] = units_.try_emplace(name);
    if (made)
        found->second.state = {.name = name,
                               .load = "not-found",
                               .active = "inactive",
                               .sub = "dead",
                               .result = "success"};
    return found->second;
}

UnitState FakeSystemd::state(const std::string& name) const {
    return const_cast<FakeSystemd*>(this)->unit(name).state;
}

void FakeSystemd::edit(const std::string& name, const std::function<void(UnitState&)>& change) {
    auto& present = unit(name).state;
    const auto before = present;
    change(present);
    if (present == before) return;
    for (auto* connection : connections_)
        connection->tell(name, present);
}

void FakeSystemd::become(const std::string& name, std::string active, std::string sub,
                         std::string result) {
    edit(name, [&](UnitState& state) {
        state.job = active == "reloading";
        state.active = std::move(active);
        state.sub = std::move(sub);
        state.result = std::move(result);
        state.since = clock_.now().time_since_epoch().count();
        const auto steady = std::chrono::floor<std::chrono::microseconds>(clock_.steady());
        state.changed = static_cast<std::uint64_t>(steady.time_since_epoch().count());
    });
}

void FakeSystemd::install(const std::string& name) {
    edit(name, [&](UnitState& state) {
        state.load = "loaded";
        state.fragment = "/usr/lib/systemd/system/" + name;
    });
}

void FakeSystemd::break_start(const std::string& name, std::string result) {
    unit(name).start_fails = std::move(result);
}

void FakeSystemd::mend_start(const std::string& name) {
    unit(name).start_fails.clear();
}

void FakeSystemd::restart_on_failure(const std::string& name) {
    unit(name).restarts = true;
}

void FakeSystemd::refuse_reload(const std::string& name, bool refused) {
    unit(name).reload_fails = refused;
}

void FakeSystemd::hold_jobs(const std::string& name) {
    unit(name).held = true;
}

void FakeSystemd::end_jobs(const std::string& name) {
    unit(name).held = false;
    for (const auto& job : std::exchange(unit(name).jobs, {}))
        job();
}

void FakeSystemd::run(const std::string& name, std::function<void()> job) {
    if (!unit(name).held) return job();
    unit(name).jobs.push_back(std::move(job));
}

void FakeSystemd::start(const std::string& name) {
    become(name, "active", "running", "success");
}

void FakeSystemd::stop(const std::string& name) {
    become(name, "inactive", "dead", "success");
}

void FakeSystemd::stop_by_force(const std::string& name) {
    edit(name, [](UnitState& state) {
        state.job = true;
        state.active = "deactivating";
        state.sub = "stop-sigterm";
    });
    become(name, "failed", "failed", "timeout");
}

void FakeSystemd::crash(const std::string& name, const std::string& result) {
    if (unit(name).restarts)
        become(name, "activating", "auto-restart", result);
    else
        become(name, "failed", "failed", result);
}

void FakeSystemd::mask(const std::string& name) {
    edit(name, [](UnitState& state) {
        state.load = "masked";
        state.overridden = true;
        state.fragment = "/etc/systemd/system/" + state.name;
    });
}

void FakeSystemd::unmask(const std::string& name) {
    edit(name, [](UnitState& state) { state.overridden = false; });
    install(name);
}

void FakeSystemd::override_unit(const std::string& name) {
    edit(name, [](UnitState& state) { state.overridden = true; });
}

Status FakeSystemd::accept(UnitVerb verb, const std::string& name) {
    const auto& state = unit(name).state;
    const auto refused = "systemd refused a job for " + name;
    const bool masked = state.load == "masked";
    if (verb != UnitVerb::stop && state.load != "loaded")
        return fail(Error{Code::internal,
                          refused,
                          {},
                          masked ? "sudo systemctl unmask " + name : "",
                          {"Unit " + name + (masked ? " is masked." : " not found.")}});
    if (verb == UnitVerb::reload && !running(state))
        return fail(Error{Code::internal,
                          refused,
                          {},
                          {},
                          {"Job type reload is not applicable for unit " + name + "."}});
    const bool starts = verb == UnitVerb::restart || (verb == UnitVerb::start && !running(state));
    if (starts)
        edit(name, [](UnitState& now) {
            now.job = true;
            now.active = "activating";
            now.sub = "start";
        });
    if (verb == UnitVerb::reload) become(name, "reloading", "reload", state.result);
    return {};
}

Status FakeSystemd::finish(UnitVerb verb, const std::string& name) {
    const auto& present = unit(name);
    if (verb == UnitVerb::stop) {
        if (running(present.state)) stop(name);
        return {};
    }
    if (verb == UnitVerb::reload) become(name, "active", "running", present.state.result);
    if (verb == UnitVerb::reload && present.reload_fails)
        return fail(Code::unavailable, "systemd's job for " + name + " ended with \"failed\"");
    if (verb == UnitVerb::reload || running(present.state)) return {};
    if (present.start_fails.empty()) {
        start(name);
        return {};
    }
    crash(name, present.start_fails);
    return fail(Code::unavailable, "systemd's job for " + name + " ended with \"failed\"", {},
                "journalctl -u " + name + " says why");
}

} // namespace pic::fakes
