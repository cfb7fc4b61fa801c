#include "access/users.hpp"

#include <map>

#include "access/password.hpp"
#include "access/user.hpp"
#include "base/id.hpp"
#include "base/lowercase.hpp"
#include "control/index.hpp"
#include "control/notes.hpp"
#include "control/page.hpp"
#include "control/snapshot.hpp"
#include "net/name.hpp"

namespace pic::access {

using control::Change;
using control::Context;

namespace {

constexpr std::size_t most_named = 5; // peers in a message

struct Counts {
    std::map<std::string, std::uint32_t> peers, sessions; // by user's id
};

Counts counts_of(const model::View& view) {
    Counts counts;
    view.peers.each([&](const auto& peer) { ++counts.peers[peer.value.owner]; });
    view.sessions.each([&](const auto& session) { ++counts.sessions[session.value.user]; });
    return counts;
}

UserView view_of(const std::string& id, const model::User& user, Counts& counts) {
    UserView result;
    static_cast<UserOptions&>(result) = {user.name, user.role, user.enabled};
    result.id = id;
    result.has_password = !user.password.empty();
    result.peers = counts.peers[id];
    result.sessions = counts.sessions[id];
    result.created = user.created;
    return result;
}

Status check(UserOptions& options, const Context& context, const std::string& self) {
    auto folded = net::parse_any_label(options.name);
    if (!folded) return fail(std::move(folded).error().at("/name"));
    options.name = std::move(*folded);
    const auto holder = context.index.user_named(options.name);
    if (!holder.empty() && holder == self) return {}; // whatever names were allowed when it got it
    if (!holder.empty())
        return fail(Code::conflict, "there is a user named " + options.name + " already", "/name");
    if (auto allowed = net::parse_label(options.name); !allowed)
        return fail(std::move(allowed).error().at("/name"));
    return {};
}

bool may_administer(const model::User& user) {
    return user.role == model::Role::admin && user.enabled && !user.password.empty();
}

// Somebody else can still administer the cell.
Status check_not_last(const model::View& view, const UserDocument& user, const std::string& field,
                      const std::string& what) {
    const auto* other = view.users.find_if(
        [&](const auto& each) { return each.id != user.id && may_administer(each.value); });
    if (!may_administer(user.value) || other != nullptr) return {};
    return fail(Code::conflict,
                user.value.name + " is the last administrator who can sign in, and cannot be " +
                    what,
                field, "make another user an administrator first");
}

// Their names; empty when there are none.
std::string devices_of(const model::View& view, const std::string& user) {
    std::vector<std::string> some;
    std::size_t count = 0;
    view.peers.each([&](const auto& peer) {
        if (peer.value.owner != user || ++count > most_named) return;
        some.push_back(peer.value.name);
    });
    return count == 0 ? std::string() : control::some_of(some, count);
}

Status check_owns_nothing(const model::View& view, const UserDocument& user) {
    const auto devices = devices_of(view, user.id);
    if (devices.empty()) return {};
    return fail(Code::conflict, user.value.name + " owns devices: " + devices, "/id",
                "remove them, or give them another owner");
}

void note_devices(Change& change, const model::View& view, const UserDocument& user) {
    const auto devices = devices_of(view, user.id);
    if (devices.empty()) return;
    control::add_note(change.reply.body,
                      user.value.name + " signs in no more, but stays connected with " + devices +
                          ": picctl peer update NAME --enabled false shuts a device out");
}

enum class Sessions { stay, end };

Change put_user(const Context& context, const std::string& id, model::User value,
                Sessions sessions) {
    Change change;
    change.target = value.name;
    auto counts = counts_of(context.view);
    if (sessions == Sessions::end) {
        end_sessions(change, context.view, id);
        counts.sessions[id] = 0;
    }
    change.reply.body = codec::to_json(view_of(id, value, counts));
    change.put(id, std::move(value));
    return change;
}

} // namespace

Result<control::Reply> list_users(const control::Snapshot& snapshot, const control::Call& call) {
    PIC_LET(input, control::input_of<ListUsers>(call));
    auto counts = counts_of(*snapshot.view);
    UserPage page;
    PIC_LET(pager, control::Pager::of(input));
    const auto words = lowercase(input.q); // as names are kept
    snapshot.view->users.each([&](const UserDocument& user) {
        if (user.value.name.find(words) == std::string::npos || !pager.takes(user.id)) return;
        page.users.push_back(view_of(user.id, user.value, counts));
    });
    page.next = pager.next();
    page.total = pager.total();
    control::Reply reply;
    reply.body = codec::to_json(page);
    return reply;
}

Result<control::Reply> show_user(const control::Snapshot& snapshot, const control::Call& call) {
    PIC_LET(input, control::input_of<WhichUser>(call));
    PIC_LET(user, find_user(*snapshot.view, input.id));
    auto counts = counts_of(*snapshot.view);
    control::Reply reply;
    reply.body = codec::to_json(view_of(user->id, user->value, counts));
    reply.generation = user->generation;
    return reply;
}

Result<control::json::value> prepare_user(const control::Snapshot&, const control::Call& call) {
    PIC_LET(input, control::input_of<AddUser>(call));
    if (input.password.empty()) return control::json::value("");
    PIC_LET(hash, hash_new_password(input.password, input.name));
    return control::json::value(hash);
}

Result<Change> add_user(const Context& context, const control::Call& call) {
    PIC_LET(input, control::input_of<AddUser>(call));
    PIC_TRY(check(input, context, {}));
    return put_user(context, new_id(),
                    {input.name, input.role, std::string(call.prepared.as_string()), input.enabled,
                     context.now},
                    Sessions::stay);
}

Result<Change> update_user(const Context& context, const control::Call& call) {
    const auto* id = call.input.if_contains("id");
    if (id == nullptr || !id->is_string()) return fail(Code::malformed, "say which user", "/id");
    PIC_LET(user, find_user(context.view, std::string(id->get_string())));
    PIC_TRY(control::unchanged(user->generation, call));
    const auto& present = user->value;
    auto merged =
        codec::to_json(UserOptions{present.name, present.role, present.enabled}).as_object();
    auto patch = call.input;
    patch.erase("id");
    codec::merge(merged, patch);
    PIC_LET(wanted, codec::from_json<UserOptions>(codec::json::value(merged)));
    PIC_TRY(check(wanted, context, user->id));
    if (wanted.role != model::Role::admin)
        PIC_TRY(check_not_last(context.view, *user, "/role", "made a peer user"));
    if (!wanted.enabled) PIC_TRY(check_not_last(context.view, *user, "/enabled", "disabled"));
    auto change =
        put_user(context, user->id,
                 {wanted.name, wanted.role, present.password, wanted.enabled, present.created},
                 wanted.enabled ? Sessions::stay : Sessions::end);
    if (present.enabled && !wanted.enabled) note_devices(change, context.view, *user);
    change.target = present.name;
    return change;
}

Result<Change> remove_user(const Context& context, const control::Call& call) {
    PIC_LET(input, control::input_of<WhichUser>(call));
    PIC_LET(user, find_user(context.view, input.id));
    PIC_TRY(control::unchanged(user->generation, call));
    PIC_TRY(check_not_last(context.view, *user, "/id", "removed"));
    PIC_TRY(check_owns_nothing(context.view, *user));
    Change change;
    change.target = user->value.name;
    end_sessions(change, context.view, user->id);
    change.erase<model::User>(user->id);
    return change;
}

Result<control::json::value> prepare_password(const control::Snapshot& snapshot,
                                              const control::Call& call) {
    PIC_LET(input, control::input_of<ResetPassword>(call));
    PIC_LET(user, find_user(*snapshot.view, input.id));
    PIC_LET(hash, hash_new_password(input.password, user->value.name));
    return control::json::value{{"id", user->id}, {"password", hash}};
}

Result<Change> reset_password(const Context& context, const control::Call& call) {
    // Whose it was when it was judged: a name may have become somebody else's since.
    const auto& prepared = call.prepared.as_object();
    PIC_LET(user, find_user(context.view, std::string(prepared.at("id").as_string())));
    PIC_TRY(control::unchanged(user->generation, call));
    if (user->id == call.caller.user)
        return fail(Code::conflict, "your own password is changed with the present one", "/id",
                    "use change-password");
    auto value = user->value;
    value.password = std::string(prepared.at("password").as_string());
    return put_user(context, user->id, std::move(value), Sessions::end);
}

} // namespace pic::access
