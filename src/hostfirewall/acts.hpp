// Opening and closing a host firewall for the cell, by the unit pic-firewall@. Control thread only.
#pragma once

#include "control/operation.hpp"
#include "hostfirewall/kind.hpp"

namespace pic::hostfirewall {

std::string open_unit(FirewallKind kind, std::uint16_t port);
std::string again_unit(FirewallKind kind, std::uint16_t port); // where it is still open
std::string close_unit(FirewallKind kind);

// Both ask for a confirmation in the request: they change what is not the cell's.
void open(control::Control& control, control::Call call, control::Done done);
void close(control::Control& control, control::Call call, control::Done done);
Result<control::Reply> list(const control::Snapshot& snapshot, const control::Call& call);

} // namespace pic::hostfirewall
