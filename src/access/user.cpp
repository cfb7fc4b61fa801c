#include "access/user.hpp"

#include "net/name.hpp"

namespace pic::access {

const UserDocument* user_named(const model::View& view, std::string_view name) {
    const auto label = net::parse_any_label(name);
    if (!label) return nullptr;
    return view.users.find_if([&](const auto& user) { return user.value.name == *label; });
}

Result<const UserDocument*> find_user(const model::View& view, const std::string& id_or_name) {
    const auto* user = view.users.find(id_or_name);
    if (user == nullptr) user = user_named(view, id_or_name);
    if (user == nullptr)
        return fail(Code::not_found, "there is no such user", "/id", "picctl user list shows them");
    return user;
}

void end_sessions(control::Change& change, const model::View& view, const std::string& user,
                  const std::string& kept) {
    view.sessions.each([&](const auto& session) {
        if (session.value.user == user && session.id != kept)
            change.erase<model::Session>(session.id);
    });
}

} // namespace pic::access
