// Sessions in a browser. The cookie is "<id of the session>.<token>"; the store has the token's
// hash alone, and the id lets the session be looked up instead of searched. The CSRF token follows
// from the token, so that a page that lost it gets the same again; the store has its hash, too.
//
// A session ends seven days after it was last used, and thirty days after the sign-in. Its last use
// is stored up to five minutes late, which seven days make up for. Times below the clock floor tell
// nothing: sessions made then, or judged then, do not end by age. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "control/call.hpp"
#include "control/snapshot.hpp"

namespace pic::access {

inline constexpr std::string_view session_cookie = "pic_session", csrf_header = "X-CSRF-Token";
inline constexpr std::chrono::days idle_limit{7}, absolute_limit{30};

// The caller that a cookie stands for: role, user, session and actor are filled in. nullopt when
// its session is not there or over, or when its user may not sign in.
std::optional<control::Caller> caller_of(const control::Snapshot& snapshot, std::string_view cookie,
                                         Time now);

// The CSRF token of a cookie's session, looked up or not; empty for what no cookie looks like.
Secret csrf_of(std::string_view cookie);

// Whether `token` is that session's CSRF token.
bool csrf_matches(const control::Snapshot& snapshot, const std::string& session_id,
                  std::string_view token);

bool alive(const model::Session& session, Time now);

struct NewSession {
    std::string id;
    model::Session session;
    control::Grant grant;
};
NewSession new_session(const std::string& user, const control::Caller& caller, Time now);

} // namespace pic::access
