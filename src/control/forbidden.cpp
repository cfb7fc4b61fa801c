#include "control/forbidden.hpp"

namespace pic::control {

Allowed allowed(const model::View& view, const Settings& settings) {
    const auto& forbid = settings.forbid;
    return {view.web.value.public_access && !forbid.public_access,
            view.endpoint.value.stun && !forbid.stun, view.dns.value.lan && !forbid.lan_dns};
}

Status check_forbidden(const Call& call, std::string_view field, bool forbidden) {
    const auto* wanted = call.input.if_contains(field);
    if (!forbidden || wanted == nullptr || *wanted != true) return {};
    return fail(Code::not_permitted, "picd.yaml on this machine forbids this",
                "/" + std::string(field), "see forbid in /etc/pic/picd.yaml");
}

} // namespace pic::control
