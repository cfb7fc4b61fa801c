// What ports::Units promises, as tests that run on any systemd: on the fake one without privileges,
// and on the real one of a throwaway machine.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <gtest/gtest.h>
#include <memory>

#include "ports/units.hpp"

namespace pic::units {

inline const std::string test_unit = "pic-porttest.service";

// A systemd with an administrator; what he does to test_unit, he has done when a function returns.
class Systemd {
  public:
    virtual ~Systemd() = default;
    virtual ports::Units& units() = 0;
    virtual boost::asio::io_context& loop() = 0;

    virtual void install() = 0;
    virtual void restart_on_failure() = 0; // in an hour
    virtual void slow_reload() = 0;        // one that can be seen
    virtual void break_start() = 0;        // its program ends with status 1 at once
    virtual void start() = 0;
    virtual void stop() = 0;
    virtual void mask() = 0;
    virtual void override_it() = 0;
    virtual void kill() = 0;
};

// nullptr: this machine is not one to test on.
using MakeSystemd = std::unique_ptr<Systemd> (*)();

class OnSystemd : public testing::TestWithParam<MakeSystemd> {
  public:
    void SetUp() override;

  protected:
    void run_until(const std::function<bool()>& condition);
    Status call(ports::UnitVerb verb);
    ports::UnitState state();
    std::string active() { return state().active; }

    std::unique_ptr<Systemd> systemd;
};

} // namespace pic::units
