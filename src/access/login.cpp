#include "access/login.hpp"

#include <algorithm>

#include "access/fields.hpp"
#include "access/password.hpp"
#include "access/session.hpp"
#include "access/sign_ins.hpp"
#include "access/user.hpp"
#include "control/control.hpp"

namespace pic::access {

using control::Change;
using control::Context;

namespace {

constexpr std::size_t most_sessions = 20; // of one user

struct Attempt {
    Try counted;
    control::Caller caller;
    std::string user, name; // of whom there is; empty: nobody has the name that was given
    std::string hash;
    control::Done done;
};

struct Verdict {
    bool right = false;
    std::string new_hash; // at today's costs; empty: the old one will do
};

Verdict judge(const std::string& hash, const Secret& password) {
    Verdict verdict;
    verdict.right = verify_password(hash, password.reveal());
    if (verdict.right && needs_rehash(hash))
        verdict.new_hash = hash_password(password.reveal()).value_or(std::string());
    return verdict;
}

// The same for every reason: who guesses learns nothing.
Error refusal() {
    return {Code::not_signed_in,
            "the name or the password is not right, or this user may not sign in",
            {},
            "an administrator can set a new password: sudo picctl user reset-password NAME",
            {}};
}

// Ends in `error` for the caller, and in `reason` for the audit.
void refuse(control::Control& control, const Attempt& attempt, Error error, std::string reason) {
    auto& failed = control.part<SignIns>().failed;
    const FailedTry one{"auth.login", attempt.counted.source, attempt.name,
                        error.code == Code::too_many};
    if (!failed.note(one, control.world().clock.steady()))
        return attempt.done(fail(std::move(error)));
    const auto written = [&](const Context&) -> Result<Change> {
        Change change;
        change.target = attempt.name.empty() ? "an unknown name" : attempt.name;
        change.result = std::move(reason);
        change.refused = std::move(error);
        return change;
    };
    control.change(attempt.caller, "auth.login", written, attempt.done);
}

// The user's oldest sessions make room for one more.
void make_room(Change& change, const model::View& view, const std::string& user) {
    std::vector<const model::Document<model::Session>*> sessions;
    view.sessions.each([&](const auto& session) {
        if (session.value.user == user) sessions.push_back(&session);
    });
    std::ranges::sort(sessions, {}, [](const auto* session) { return session->value.last_used; });
    for (std::size_t i = 0; i + most_sessions <= sessions.size(); ++i)
        change.erase<model::Session>(sessions[i]->id);
}

Change open_session(const Context& context, const UserDocument& user, const control::Caller& caller,
                    const std::string& new_hash) {
    Change change;
    change.target = user.value.name;
    make_room(change, context.view, user.id);
    auto made = new_session(user.id, caller, context.now);
    change.reply.body = codec::to_json(Me{user.id, user.value.name, user.value.role, made.id});
    change.reply.grant = std::move(made.grant);
    change.put(made.id, std::move(made.session));
    if (new_hash.empty()) return change;
    auto value = user.value;
    value.password = new_hash;
    change.put(user.id, std::move(value));
    return change;
}

void judged(control::Control& control, const Attempt& attempt, const Verdict& verdict) {
    control.part<SignIns>().end(attempt.counted, verdict.right);
    const auto context = control.context();
    const auto* user = context.view.users.find(attempt.user);
    if (user == nullptr) return refuse(control, attempt, refusal(), "no such user");
    if (!verdict.right || user->value.password != attempt.hash)
        return refuse(control, attempt, refusal(), "wrong password");
    if (!user->value.enabled) return refuse(control, attempt, refusal(), "this user is disabled");
    auto caller = attempt.caller;
    caller.actor = user->value.name;
    caller.role = user->value.role;
    const auto decision = [&](const Context& now) -> Result<Change> {
        return open_session(now, *user, caller, verdict.new_hash);
    };
    control.change(caller, "auth.login", decision, attempt.done);
}

} // namespace

void login(control::Control& control, control::Call call, control::Done done) {
    auto input = control::input_of<Login>(call);
    if (!input) return done(fail(std::move(input).error()));
    if (without_user(call.caller))
        return done(fail(Code::invalid, "sessions are for browsers: here polkit has let you in"));
    Attempt attempt{.caller = std::move(call.caller), .done = std::move(done)};
    attempt.caller.role = std::nullopt; // whoever was signed in before
    const auto context = control.context();
    if (const auto* user = user_named(context.view, input->name)) {
        attempt.user = user->id;
        attempt.name = user->value.name;
        attempt.hash = user->value.password;
    }
    attempt.counted = try_of(attempt.caller, input->name, attempt.user, context);
    const auto wait =
        control.part<SignIns>().begin(attempt.counted, control.world().clock.steady());
    if (wait > wait.zero()) return refuse(control, attempt, too_soon(wait), "held up");
    control.on_hasher(
        [hash = attempt.hash, password = Secret(input->password)] { return judge(hash, password); },
        [&control, attempt](const Verdict& verdict) { judged(control, attempt, verdict); });
}

Result<Change> logout(const Context& context, const control::Call& call) {
    if (without_user(call.caller))
        return fail(Code::invalid, "there is no session over D-Bus to end");
    Change change;
    change.reply.grant = control::Grant{{}, {}, true};
    const auto* session = context.view.sessions.find(call.caller.session);
    change.audited = session != nullptr;
    if (session == nullptr) return change;
    change.target = call.caller.actor;
    change.erase<model::Session>(session->id);
    return change;
}

} // namespace pic::access
