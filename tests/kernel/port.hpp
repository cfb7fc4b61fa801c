// What ports::Kernel promises, as tests that run on any machine: on the fake one without
// privileges, on the real kernel in a namespace. The programs that link port_test.cpp say on which.
#pragma once

#include <functional>
#include <gtest/gtest.h>
#include <memory>

#include "ports/kernel.hpp"

namespace pic::kernel {

// Has the device eth0 with 192.0.2.7/24 and a default route by 192.0.2.1, and nothing of ours.
class Machine {
  public:
    virtual ~Machine() = default;
    // Of one process; another memory is another program, whose changes are foreign.
    virtual std::unique_ptr<ports::Kernel> open(const std::string& memory) = 0;
    virtual bool has_wireguard() const = 0;
};

using OnMachine = void (*)(const std::function<void(Machine&)>& body);

class KernelPort : public testing::TestWithParam<OnMachine> {};

} // namespace pic::kernel
