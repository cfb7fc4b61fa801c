// Looking at the host's firewalls.
#pragma once

#include <chrono>
#include <functional>

#include "control/control.hpp"
#include "control/host_firewall.hpp"
#include "ports/netfilter.hpp"

namespace pic::hostfirewall {

// Pure; any thread. What was opened is not part of it.
control::HostFirewalls judge_all(const ports::netfilter::Ruleset& ruleset, const model::View& view,
                                 const ports::Host& host);

// What pic-firewall wrote down: WireGuard's port at that time; 0 when it says none.
std::uint16_t opened_port(std::string_view record);

// Reads the kernel's rules and publishes what they do to the cell, as Observed::firewalls and as
// findings. Control thread; `done` comes there too, with the time it took of the kernel thread.
using Looked = std::function<void(Result<std::chrono::steady_clock::duration>)>;
void look(control::Control& control, Looked done);

} // namespace pic::hostfirewall
