#include "access/sessions.hpp"

#include "access/user.hpp"
#include "control/page.hpp"
#include "control/snapshot.hpp"

namespace pic::access {

namespace {

using SessionDocument = model::Document<model::Session>;

bool may_see(const control::Caller& caller, const SessionDocument& session) {
    return caller.admin() || (!caller.user.empty() && session.value.user == caller.user);
}

std::string name_of(const model::View& view, const std::string& user) {
    const auto* found = view.users.find(user);
    return found == nullptr ? std::string() : found->value.name;
}

SessionView view_of(const SessionDocument& session, const model::View& view,
                    const control::Caller& caller) {
    const auto& value = session.value;
    return {session.id,  value.user,    name_of(view, value.user), value.address,
            value.agent, value.created, value.last_used,           session.id == caller.session};
}

// The id of the user whose sessions are asked for; empty: all.
Result<std::string> wanted_user(const model::View& view, const control::Caller& caller,
                                const std::string& id_or_name) {
    if (id_or_name.empty()) return std::string();
    const auto user = find_user(view, id_or_name);
    if (user && (caller.admin() || (*user)->id == caller.user)) return (*user)->id;
    return fail(Code::not_found, "there is no such user", "/user");
}

} // namespace

Result<control::Reply> list_sessions(const control::Snapshot& snapshot, const control::Call& call) {
    PIC_LET(input, control::input_of<ListSessions>(call));
    const auto& view = *snapshot.view;
    PIC_LET(user, wanted_user(view, call.caller, input.user));
    SessionPage page;
    PIC_LET(pager, control::Pager::of(input));
    view.sessions.each([&](const SessionDocument& session) {
        if (!may_see(call.caller, session)) return;
        if ((!user.empty() && session.value.user != user) || !pager.takes(session.id)) return;
        page.sessions.push_back(view_of(session, view, call.caller));
    });
    page.next = pager.next();
    page.total = pager.total();
    control::Reply reply;
    reply.body = codec::to_json(page);
    return reply;
}

Result<control::Change> revoke_session(const control::Context& context, const control::Call& call) {
    PIC_LET(input, control::input_of<WhichSession>(call));
    const auto* session = context.view.sessions.find(input.id);
    if (session == nullptr || !may_see(call.caller, *session))
        return fail(Code::not_found, "there is no such session", "/id");
    control::Change change;
    change.target = name_of(context.view, session->value.user);
    if (session->id == call.caller.session) change.reply.grant = control::Grant{{}, {}, true};
    change.erase<model::Session>(session->id);
    return change;
}

} // namespace pic::access
