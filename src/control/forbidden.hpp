// The switches that picd.yaml can forbid. A forbidden one may be on in its document, from before or
// by default; it has no effect then, and other changes of the document go on. Pure.
#pragma once

#include "control/call.hpp"
#include "control/settings.hpp"
#include "model/view.hpp"

namespace pic::control {

// What is in force: asked for, and not forbidden.
struct Allowed {
    bool public_access, stun, lan_dns;
};
Allowed allowed(const model::View& view, const Settings& settings);

// Code::not_permitted when this call turns `field` on and that is forbidden.
Status check_forbidden(const Call& call, std::string_view field, bool forbidden);

} // namespace pic::control
