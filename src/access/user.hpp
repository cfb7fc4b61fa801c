// Finding users and what hangs on them. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "access/fields.hpp"
#include "control/change.hpp"

namespace pic::access {

using UserDocument = model::Document<model::User>;

// nullptr: nobody has this name. Any text, folded.
const UserDocument* user_named(const model::View& view, std::string_view name);

// By id or by name; Code::not_found at /id.
Result<const UserDocument*> find_user(const model::View& view, const std::string& id_or_name);

// A caller over D-Bus is an administrator of this machine: it has no user and no session here.
inline bool without_user(const control::Caller& caller) {
    return caller.role.has_value() && caller.user.empty();
}

// Ends the user's sessions, but for the one of id `kept`.
void end_sessions(control::Change& change, const model::View& view, const std::string& user,
                  const std::string& kept = {});

} // namespace pic::access
