// What the operations of users and sessions take and answer, with their field lists. No hash and no
// token is ever in an answer.
#pragma once

#include <boost/describe.hpp>

#include "codec/fields.hpp"

namespace pic::access {

struct Login {
    std::string name, password;
};
BOOST_DESCRIBE_STRUCT(Login, (), (name, password))

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

struct UserOptions {
    std::string name; // a label, unique
    model::Role role = model::Role::peer;
    bool enabled = true;
};
BOOST_DESCRIBE_STRUCT(UserOptions, (), (name, role, enabled))

struct AddUser : UserOptions {
    std::string password; // none: may not sign in until one is set
};
BOOST_DESCRIBE_STRUCT(AddUser, (UserOptions), (password))

struct UpdateUser : UserOptions {
    std::string id; // or its name
};
BOOST_DESCRIBE_STRUCT(UpdateUser, (UserOptions), (id))

struct WhichUser {
    std::string id; // or its name
};
BOOST_DESCRIBE_STRUCT(WhichUser, (), (id))

struct ResetPassword {
    std::string id; // or its name
    std::string password;
};
BOOST_DESCRIBE_STRUCT(ResetPassword, (), (id, password))

struct UserView : UserOptions {
    std::string id;
    bool has_password = false;
    std::uint32_t peers = 0, sessions = 0;
    Time created{};
};
BOOST_DESCRIBE_STRUCT(UserView, (UserOptions), (id, has_password, peers, sessions, created))

struct ListUsers {
    std::uint32_t limit = 100;
    std::string cursor; // the `next` of the page before
    std::string q;      // in the name
};
BOOST_DESCRIBE_STRUCT(ListUsers, (), (limit, cursor, q))

struct UserPage {
    std::vector<UserView> users;
    std::string next; // empty: this was the last page
    std::uint32_t total = 0;
};
BOOST_DESCRIBE_STRUCT(UserPage, (), (users, next, total))

struct ListSessions {
    std::uint32_t limit = 100;
    std::string cursor;
    std::string user; // id or name; empty: all that the caller may see
};
BOOST_DESCRIBE_STRUCT(ListSessions, (), (limit, cursor, user))

struct SessionView {
    std::string id, user, name; // user: its id
    std::string address, agent;
    Time created{}, last_used{}; // last_used: up to five minutes late
    bool current = false;        // the one that asks
};
BOOST_DESCRIBE_STRUCT(SessionView, (),
                      (id, user, name, address, agent, created, last_used, current))

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

} // namespace pic::access
