#include "access/operations.hpp"

#include "access/fields.hpp"
#include "access/login.hpp"
#include "access/me.hpp"
#include "access/sessions.hpp"
#include "access/users.hpp"

namespace pic::access {

using namespace control;

namespace {

using codec::schema, codec::schema_with_defaults;

const Operation own[] = {
    {.name = "auth.login",
     .rest = "POST /api/auth/login",
     .access = Access::anyone,
     .right = Right::read,
     .run = login,
     .help = "sign in",
     .input = schema<Login>,
     .output = schema<Me>,
     .positional = "name",
     .before_setup = BeforeSetUp::answers,
     .confidential = true,
     .own_session = true},
    {.name = "auth.logout",
     .rest = "POST /api/auth/logout",
     .access = Access::anyone,
     .right = Right::read,
     .run = logout,
     .help = "end this session",
     .before_setup = BeforeSetUp::answers,
     .own_session = true},
    {.name = "auth.me",
     .rest = "GET /api/auth/me",
     .access = Access::peer,
     .right = Right::read,
     .run = me,
     .help = "who is signed in",
     .output = schema<Me>,
     .before_setup = BeforeSetUp::answers},
    {.name = "auth.csrf",
     .rest = "GET /api/auth/csrf-token",
     .access = Access::peer,
     .right = Right::read,
     .run = csrf,
     .help = "the CSRF token of this session",
     .output = schema<CsrfToken>,
     .before_setup = BeforeSetUp::answers,
     .own_session = true},
    {.name = "auth.change_password",
     .rest = "POST /api/auth/change-password",
     .access = Access::peer,
     .run = change_password,
     .help = "change one's own password; other sessions end",
     .input = schema<ChangePassword>,
     .before_setup = BeforeSetUp::answers,
     .confidential = true,
     .own_session = true},
    {.name = "session.list",
     .rest = "GET /api/auth/sessions",
     .access = Access::peer,
     .right = Right::read,
     .run = list_sessions,
     .help = "who is signed in, and from where",
     .input = schema_with_defaults<ListSessions>,
     .output = schema<SessionPage>,
     .positional = "user"},
    {.name = "session.revoke",
     .rest = "DELETE /api/auth/sessions/{id}",
     .access = Access::peer,
     .run = revoke_session,
     .help = "end a session",
     .input = schema<WhichSession>,
     .positional = "id"},
};

// Who can make an account, raise one or let it in again has its power over REST, kept keys
// included: `manage` alone must not lead there.
const Operation users[] = {
    {.name = "user.list",
     .rest = "GET /api/auth/users",
     .right = Right::read,
     .run = list_users,
     .help = "who may sign in",
     .input = schema_with_defaults<ListUsers>,
     .output = schema<UserPage>,
     .positional = "q"},
    {.name = "user.show",
     .rest = "GET /api/auth/users/{id}",
     .right = Right::read,
     .run = show_user,
     .help = "one user",
     .input = schema<WhichUser>,
     .output = schema<UserView>,
     .positional = "id"},
    {.name = "user.add",
     .rest = "POST /api/auth/users",
     .right = Right::secrets,
     .run = add_user,
     .help = "add a user",
     .input = schema_with_defaults<AddUser>,
     .output = schema<UserView>,
     .positional = "name",
     .confidential = true,
     .prepare = prepare_user},
    {.name = "user.update",
     .rest = "PATCH /api/auth/users/{id}",
     .right = Right::secrets,
     .run = update_user,
     .help = "rename a user, change the role, enable or disable",
     .input = schema<UpdateUser>,
     .output = schema<UserView>,
     .positional = "id",
     .versioned = true},
    {.name = "user.remove",
     .rest = "DELETE /api/auth/users/{id}",
     .right = Right::secrets,
     .run = remove_user,
     .help = "remove a user who owns no device",
     .input = schema<WhichUser>,
     .positional = "id",
     .versioned = true},
    {.name = "user.reset_password",
     .rest = "POST /api/auth/users/{id}/reset-password",
     .right = Right::secrets,
     .run = reset_password,
     .help = "set a user's password; all sessions of that user end",
     .input = schema<ResetPassword>,
     .output = schema<UserView>,
     .positional = "id",
     .confidential = true,
     .versioned = true,
     .prepare = prepare_password},
};

} // namespace

std::span<const Operation> operations() {
    static const auto table = [] {
        std::vector<Operation> all(std::begin(own), std::end(own));
        all.insert(all.end(), std::begin(users), std::end(users));
        return all;
    }();
    return table;
}

} // namespace pic::access
