// Confirm or revert: a change that can lock out whoever makes it carries a record of the documents
// as they were, in the same commit. Unless it is confirmed in time, over the new path, they are put
// back, after a restart too. It belongs to the operation, so every front end has it.
#pragma once

#include <chrono>

#include "control/change.hpp"

namespace pic::control {

inline constexpr std::chrono::seconds time_to_confirm{60};

// A conflict while a change waits: one that may lock out as well has to wait for it.
Status nothing_waits(const Context& context);

// Adds the record to `change`.
Status guard_against_lockout(const Context& context, const std::string& operation, Change& change);

// A conflict when `change` touches a document that a waiting change would put back as it was: what
// was accepted must not be undone unsaid. Confirming and reverting are free to.
Status leave_waiting_alone(const Context& context, const Change& change);

// Whether the VPN's ranges or port may yet go back: a device's file of now would lead nowhere.
bool wireguard_waits(const model::View& view);

// The last offset that has an address now and after whatever waits is undone.
std::uint32_t last_offset(const model::View& view);

// Keeps it, for who came by a way that it leaves open; and puts back what was before, which proves
// nothing and so asks for no way.
Result<Change> confirm(const Context& context, const std::string& id, const Caller& caller);
Result<Change> revert(const Context& context, const std::string& id);

} // namespace pic::control
