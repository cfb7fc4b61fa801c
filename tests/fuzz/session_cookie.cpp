// The session cookie and the CSRF token, as any browser or attacker may send them: only those that
// were handed out open anything.
#include "access/session.hpp"
#include "fuzz/fuzz.hpp"

using namespace pic;

FUZZ(bytes) {
    static const Time now = clock_floor() + std::chrono::hours(24);
    static const auto made = access::new_session("annaaaaaaa", {}, now);
    static const auto snapshot = [] {
        model::View view;
        view.users.put({"annaaaaaaa", 1, {.name = "anna", .role = model::Role::admin}});
        view.sessions.put({made.id, 1, made.session});
        return control::Snapshot{std::make_shared<const model::View>(view), nullptr, nullptr};
    }();
    const auto text = fuzz::text_of(bytes);
    fuzz::require(!access::caller_of(snapshot, text, now) || text == made.grant.cookie,
                  "one cookie");
    fuzz::require(!access::csrf_matches(snapshot, made.id, text) || text == made.grant.csrf,
                  "one token");
}
