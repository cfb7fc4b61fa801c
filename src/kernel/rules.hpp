// Routing policy rules (ip-rule(8), linux/fib_rules.h). Pure; any thread.
#pragma once

#include <optional>

#include "kernel/message.hpp"
#include "ports/kernel.hpp"

namespace pic::kernel {

Message add_rule(const ports::Rule& rule);
Message remove_rule(const ports::Rule& rule);
Message list_rules(net::Family family);

// One part of the list; nullopt for a rule that is not of protocol kernel, or that selects by
// something the cell's never do: it is somebody else's.
std::optional<ports::Rule> decode_rule(std::uint16_t type, Bytes payload);

} // namespace pic::kernel
