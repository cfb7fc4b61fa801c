// One look at the whole kernel: what is not as the model wants it, and making it so. On the kernel
// thread.
#pragma once

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "plan/wanted.hpp"

namespace pic::control {

// What a check found and did.
struct CheckReport {
    std::shared_ptr<const ports::Host> host;    // null: the kernel could not be read
    std::chrono::steady_clock::duration took{}; // on the kernel thread
    bool down = false;                          // the device or the rules are among the refused
    std::vector<std::string> done;              // steps that were made, as text
    std::vector<std::string> repaired; // of these, the ones that undid what somebody else did
    std::vector<std::string> failures; // the refused ones, with why
    std::set<std::string> refused;     // the same without why
};

// `inputs` learns the host as it is. `before`: what the kernel was told until now; `failing`: the
// steps that the last check was refused, as text; `disturbed`: others changed something.
CheckReport check_plane(ports::Kernel& kernel, plan::Inputs& inputs, const plan::Inputs& before,
                        const std::set<std::string>& failing, bool disturbed);

// As text: the steps that were refused, with why; and all of them.
std::vector<std::string> failures_of(const std::vector<ports::KernelStep>& steps,
                                     const std::vector<Status>& outcome);
std::vector<std::string> explain_all(const std::vector<ports::KernelStep>& steps);

} // namespace pic::control
