// Adding, changing and removing users: for administrators. One administrator who can sign in always
// remains.
#pragma once

#include "control/operation.hpp"

namespace pic::access {

Result<control::Reply> list_users(const control::Snapshot& snapshot, const control::Call& call);
Result<control::Reply> show_user(const control::Snapshot& snapshot, const control::Call& call);

Result<control::json::value> prepare_user(const control::Snapshot& snapshot,
                                          const control::Call& call);
Result<control::Change> add_user(const control::Context& context, const control::Call& call);
Result<control::Change> update_user(const control::Context& context, const control::Call& call);
Result<control::Change> remove_user(const control::Context& context, const control::Call& call);

Result<control::json::value> prepare_password(const control::Snapshot& snapshot,
                                              const control::Call& call);
// Ends all of the user's sessions.
Result<control::Change> reset_password(const control::Context& context, const control::Call& call);

} // namespace pic::access
