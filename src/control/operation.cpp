#include "control/operation.hpp"

#include <array>

namespace pic::control {

std::string_view polkit_action(Right right) {
    static constexpr std::array names = {"ngo.pic.cell1.read", "ngo.pic.cell1.manage",
                                         "ngo.pic.cell1.secrets", "ngo.pic.cell1.setup"};
    return names[static_cast<std::size_t>(right)];
}

Right right_of(const Operation& operation, const Call& call) {
    const bool guarded = !operation.guarded.empty() && call.input.contains(operation.guarded);
    return guarded ? Right::secrets : operation.right;
}

Error not_set_up() {
    return {Code::not_set_up,
            "this cell is not set up yet",
            {},
            "run on that machine: sudo picctl setup",
            {}};
}

Status still_signed_in(const Caller& caller, const model::View& view) {
    if (caller.session.empty()) return {};
    const auto* session = view.sessions.find(caller.session);
    const auto* user = view.users.find(caller.user);
    if (session == nullptr || session->value.user != caller.user || user == nullptr ||
        !user->value.enabled)
        return fail(Code::not_signed_in, "this session has ended", {}, "sign in again");
    if (user->value.role == caller.role) return {};
    return fail(Code::conflict, "what you may do here was changed meanwhile", {}, "ask again");
}

Status admit(const Operation& operation, const Caller& caller, const model::View& view) {
    const bool answers = operation.before_setup == BeforeSetUp::answers ||
                         (operation.before_setup == BeforeSetUp::to_admins && caller.admin());
    if (!view.set_up() && !answers) return fail(not_set_up());
    if (operation.confidential && !caller.confidential)
        return fail(Code::not_permitted, "this carries secrets and the connection is not encrypted",
                    {}, "use https");
    if (operation.access == Access::anyone) return {};
    if (!caller.role) return fail(Code::not_signed_in, "nobody is signed in", {}, "sign in first");
    PIC_TRY(still_signed_in(caller, view));
    if (operation.access == Access::admin && !caller.admin())
        return fail(Code::not_permitted, "only an administrator of this cell may do this");
    return {};
}

Status check_fields(const Operation& operation, const Call& call) {
    if (call.if_match && !operation.versioned && !operation.reads())
        return fail(Code::invalid, "this has no version that If-Match could name", {},
                    "leave the condition out");
    if (operation.input != nullptr || call.input.empty()) return {};
    return fail(codec::unknown_field(call.input.begin()->key(), {}));
}

Status unchanged(std::uint64_t generation, const Call& call) {
    if (!call.if_match || *call.if_match == generation) return {};
    return fail(Code::precondition, "this was changed since you read it", {},
                "read it again and repeat your change");
}

} // namespace pic::control
