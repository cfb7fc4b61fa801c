// From what is present to what is wanted: steps in an order that never opens what is to be closed.
// Pure.
#pragma once

#include <string>
#include <vector>

#include "ports/kernel.hpp"

namespace pic::plan {

// Block first, open last: permissions and peers that go, then the rules and routes that stop
// everything unknown, then devices and routes, and last the peers and permissions that come.
std::vector<ports::KernelStep> diff(std::vector<ports::Object> present,
                                    std::vector<ports::Object> wanted);

// Of these steps, the ones that undo what somebody else did to `before`, which was all there. Steps
// that follow from a change of the model or of the host are none.
std::vector<ports::KernelStep> repairs(const std::vector<ports::KernelStep>& steps,
                                       const std::vector<ports::Object>& before);

// One line for a person: "change WireGuard device pic0 (port 51821); was …". No secret in it.
std::string explain(const ports::KernelStep& step);

} // namespace pic::plan
