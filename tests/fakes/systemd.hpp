// A small systemd: units with their states, jobs that succeed or fail, an administrator who stops,
// masks and overrides. It outlives the connections that picd makes to it. One thread, the one that
// runs the loop of its connections.
#pragma once

#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ports/clock.hpp"
#include "ports/units.hpp"

namespace pic::fakes {

class FakeSystemd {
  public:
    explicit FakeSystemd(const ports::Clock& clock) : clock_(clock) {}

    // A connection to it; its watches and unanswered calls end with it.
    std::unique_ptr<ports::Units> connect(boost::asio::io_context& loop);

    // What is on the disk. A unit nobody installed is "not-found".
    void install(const std::string& unit);
    void break_start(const std::string& unit, std::string result); // "exit-code": starts end in it
    void mend_start(const std::string& unit);
    void restart_on_failure(const std::string& unit);          // Restart=, and not soon
    void refuse_reload(const std::string& unit, bool refused); // its ExecReload= fails
    void hold_jobs(const std::string& unit);                   // they take until end_jobs()
    void end_jobs(const std::string& unit);

    // What an administrator or fate does; watchers hear of it.
    void start(const std::string& unit);
    void stop(const std::string& unit);
    void stop_by_force(const std::string& unit); // it does not end, and is killed
    void mask(const std::string& unit);
    void unmask(const std::string& unit);
    void override_unit(const std::string& unit);
    void crash(const std::string& unit, const std::string& result); // "oom-kill", "signal", …

    ports::UnitState state(const std::string& unit) const;
    // What was asked of it by calls: "start pic-dns.service", oldest first.
    const std::vector<std::string>& calls() const { return calls_; }

  private:
    class Connection;
    struct Unit {
        ports::UnitState state;
        std::string start_fails; // the result that a start ends in; empty: it succeeds
        bool reload_fails = false, restarts = false, held = false;
        std::vector<std::function<void()>> jobs; // that are held
    };

    Unit& unit(const std::string& name);
    void become(const std::string& name, std::string active, std::string sub, std::string result);
    void edit(const std::string& name, const std::function<void(ports::UnitState&)>& change);
    void run(const std::string& name, std::function<void()> job);
    Status accept(ports::UnitVerb verb, const std::string& name); // queues the job, or refuses it
    Status finish(ports::UnitVerb verb, const std::string& name);

    const ports::Clock& clock_;
    std::map<std::string, Unit> units_;
    std::vector<std::string> calls_;
    std::vector<Connection*> connections_;
};

} // namespace pic::fakes
