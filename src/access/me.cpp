#include "access/me.hpp"

#include "access/password.hpp"
#include "access/sign_ins.hpp"
#include "access/user.hpp"
#include "control/control.hpp"

namespace pic::access {

using control::Change;
using control::Context;

namespace {

struct Renewal {
    Try counted;
    control::Caller caller;
    std::string old_hash;
    control::Done done;
};

struct Renewed { // nullopt: the present password was not right
    std::optional<Result<std::string>> hash;
};

Renewed renew(const std::string& old_hash, const std::string& name, const Secret& old_password,
              const Secret& password) {
    if (!verify_password(old_hash, old_password.reveal())) return {};
    return {hash_new_password(password.reveal(), name)};
}

Error wrong_password() {
    return {Code::not_permitted,
            "this is not your present password",
            "/old_password",
            "an administrator can set a new one for you",
            {}};
}

Result<Change> put_password(const Context& context, const Renewal& renewal, std::string hash) {
    PIC_TRY(control::still_signed_in(renewal.caller, context.view));
    const auto* user = context.view.users.find(renewal.caller.user);
    if (user == nullptr || user->value.password != renewal.old_hash)
        return fail(Code::conflict, "your password was changed meanwhile");
    Change change;
    change.target = user->value.name;
    auto value = user->value;
    value.password = std::move(hash);
    change.put(user->id, std::move(value));
    end_sessions(change, context.view, user->id, renewal.caller.session);
    return change;
}

void renewed(control::Control& control, const Renewal& renewal, const Renewed& outcome) {
    control.part<SignIns>().end(renewal.counted, outcome.hash.has_value());
    if (outcome.hash && !*outcome.hash) return renewal.done(fail(outcome.hash->error()));
    const auto decision = [&](const Context& context) -> Result<Change> {
        if (outcome.hash) return put_password(context, renewal, **outcome.hash);
        Change change;
        change.target = renewal.caller.actor;
        change.refused = wrong_password();
        return change;
    };
    control.change(renewal.caller, "auth.change_password", decision, renewal.done);
}

} // namespace

Result<control::Reply> me(const control::Snapshot&, const control::Call& call) {
    const auto& caller = call.caller;
    control::Reply reply;
    reply.body = codec::to_json(
        Me{caller.user, caller.actor, caller.role.value_or(model::Role::peer), caller.session});
    return reply;
}

Result<control::Reply> csrf(const control::Snapshot&, const control::Call& call) {
    if (call.caller.csrf.empty())
        return fail(Code::invalid, "there is no session, so nothing needs a CSRF token");
    control::Reply reply;
    reply.body = codec::to_json(CsrfToken{std::string(call.caller.csrf.reveal())});
    return reply;
}

void change_password(control::Control& control, control::Call call, control::Done done) {
    auto input = control::input_of<ChangePassword>(call);
    if (!input) return done(fail(std::move(input).error()));
    const auto context = control.context();
    const auto* user = context.view.users.find(call.caller.user);
    if (user == nullptr)
        return done(fail(Code::invalid, "no user of the cell is signed in here", {},
                         "to set somebody's password: picctl user reset-password NAME"));
    const Renewal renewal{try_of(call.caller, user->value.name, user->id, context), call.caller,
                          user->value.password, std::move(done)};
    const auto wait =
        control.part<SignIns>().begin(renewal.counted, control.world().clock.steady());
    if (wait > wait.zero()) return renewal.done(fail(too_soon(wait)));
    control.on_hasher(
        [hash = renewal.old_hash, name = user->value.name, old = Secret(input->old_password),
         fresh = Secret(input->password)] { return renew(hash, name, old, fresh); },
        [&control, renewal](const Renewed& outcome) { renewed(control, renewal, outcome); });
}

} // namespace pic::access
