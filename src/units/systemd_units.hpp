// ports::Units over systemd's D-Bus (org.freedesktop.systemd1(5)). Control thread only.
#pragma once

#include <map>

#include "bus/bus.hpp"
#include "ports/units.hpp"

namespace pic::units {

class SystemdUnits final : public ports::Units {
  public:
    // `address` as of bus::Bus; empty: the system bus.
    SystemdUnits(boost::asio::io_context& loop, std::string address);

    void start() { bus_.start(); }

    void call(ports::UnitVerb verb, const std::string& unit, Done done) override;
    void state(const std::string& unit, Got got) override;
    void watch(const std::string& unit,
               std::function<void(const ports::UnitState&)> changed) override;

  private:
    void connected();
    void job_removed(sd_bus_message* message);
    void properties_changed(sd_bus_message* message);
    void refresh(const std::string& unit);
    void refresh_all();
    void read_properties(const std::string& unit, const std::string& path, Got got);
    void fail_jobs();
    void refresh_unread();

    struct Job {
        std::string unit;
        Done done;
    };
    struct Watched {
        std::string path; // systemd's object, once known
        ports::UnitState last;
        bool known = false;
        bool unread = false; // since something about it changed
        std::function<void(const ports::UnitState&)> changed;
    };
    // By object path. systemd answers a second request for the same with the job that is there.
    std::multimap<std::string, Job> jobs_;
    std::map<std::string, Watched> watched_; // by unit name
    boost::asio::steady_timer retry_;        // of states that could not be read
    bus::Bus bus_; // last: its destruction drops the callbacks that use the rest
};

} // namespace pic::units
