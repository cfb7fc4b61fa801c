// A system bus of the test's own for picctl, and operations by name.
#pragma once

#include <cstdlib>
#include <gtest/gtest.h>

#include "app/operations.hpp"
#include "bus/daemon.hpp"

namespace pic::picctl {

inline const control::Operation& operation(std::string_view name) {
    const auto table = app::operations();
    return *std::ranges::find(table, name, &control::Operation::name);
}

struct OnBus : testing::Test {
    OnBus() { ::setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address().c_str(), 1); }
    ~OnBus() override { ::unsetenv("DBUS_SYSTEM_BUS_ADDRESS"); }
    bus::Daemon bus;
};

} // namespace pic::picctl
