// What the operations of users and sessions take and answer, with their field lists. No hash and no
// token is ever in an answer.
#pragma once

#include <boost/describe.hpp>

#include "codec/fields.hpp"
#include "control/page.hpp"

namespace pic::access {

struct Login {
    std::string name, password;
};
BOOST_DESCRIBE_STRUCT(Login, (), (name, password))
PIC_NEEDS(Login, "name", "password")

struct Me {
    std::string user; // id; empty: an administrator of the machine, over D-Bus
    std::string name;
    model::Role role = model::Role::peer;
    std::string session; // id
};
BOOST_DESCRIBE_STRUCT(Me, (), (user, name, role, session))

struct CsrfToken {
    std::string csrf; // to be sent as X-CSRF-Token with what changes something
};
BOOST_DESCRIBE_STRUCT(CsrfToken, (), (csrf))

struct ChangePassword {
    std::string old_password, password;
};
BOOST_DESCRIBE_STRUCT(ChangePassword, (), (old_password, password))
PIC_ABOUT(ChangePassword, {"old_password", "the one that holds now"}, {"password", "the new one"})
PIC_NEEDS(ChangePassword, "old_password", "password")

struct UserOptions {
    std::string name; // a label, unique
    model::Role role = model::Role::peer;
    bool enabled = true;
};
BOOST_DESCRIBE_STRUCT(UserOptions, (), (name, role, enabled))
PIC_ABOUT(UserOptions, {"name", "what the user signs in with"},
          {"role", "admin: all of the cell; peer: what is its own"},
          {"enabled", "whether the user may sign in"})

struct AddUser : UserOptions {
    std::string password; // none: may not sign in until one is set
};
BOOST_DESCRIBE_STRUCT(AddUser, (UserOptions), (password))
PIC_ABOUT(AddUser, {"password", "to sign in with; none until one is set"})
PIC_NEEDS(AddUser, "name")

struct WhichUser {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(WhichUser, (), (id))
PIC_ABOUT(WhichUser, {"id", "the user's id or name"})
PIC_NEEDS(WhichUser, "id")

struct UpdateUser : WhichUser, UserOptions {};
BOOST_DESCRIBE_STRUCT(UpdateUser, (WhichUser, UserOptions), ())

struct ResetPassword : WhichUser {
    std::string password;
};
BOOST_DESCRIBE_STRUCT(ResetPassword, (WhichUser), (password))
PIC_ABOUT(ResetPassword, {"password", "the new one; it ends the user's sessions"})
PIC_NEEDS(ResetPassword, "password")

struct UserView : UserOptions {
    std::string id;
    bool has_password = false;
    std::uint32_t peers = 0, sessions = 0;
    Time created{};
};
BOOST_DESCRIBE_STRUCT(UserView, (UserOptions), (id, has_password, peers, sessions, created))

struct ListUsers : control::PageRequest {
    std::string q; // in the name
};
BOOST_DESCRIBE_STRUCT(ListUsers, (control::PageRequest), (q))
PIC_ABOUT(ListUsers, {"q", "only those with this in the name"})

struct UserPage {
    std::vector<UserView> users;
    std::string next; // empty: this was the last page
    std::uint32_t total = 0;
};
BOOST_DESCRIBE_STRUCT(UserPage, (), (users, next, total))

struct ListSessions : control::PageRequest {
    std::string user; // id or name; empty: all that the caller may see
};
BOOST_DESCRIBE_STRUCT(ListSessions, (control::PageRequest), (user))
PIC_ABOUT(ListSessions, {"user", "only those of this user, by id or name"})

struct SessionView {
    std::string id, user, user_name; // user: its id
    std::string address, agent;
    Time created{}, last_used{}; // last_used: up to five minutes late
    bool current = false;        // the one that asks
};
BOOST_DESCRIBE_STRUCT(SessionView, (),
                      (id, user, user_name, address, agent, created, last_used, current))

struct SessionPage {
    std::vector<SessionView> sessions;
    std::string next;
    std::uint32_t total = 0;
};
BOOST_DESCRIBE_STRUCT(SessionPage, (), (sessions, next, total))

struct WhichSession {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(WhichSession, (), (id))
PIC_ABOUT(WhichSession, {"id", "the session's id, as the list shows it"})
PIC_NEEDS(WhichSession, "id")

} // namespace pic::access
