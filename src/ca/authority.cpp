#include "ca/authority.hpp"

#include <algorithm>
#include <array>
#include <unistd.h>

#include "base/log.hpp"
#include "ca/certificate.hpp"
#include "control/findings.hpp"
#include "model/secret_name.hpp"

namespace pic::ca {

using control::Change;
using control::Context;

namespace {

std::string owner_of(const Context& context) {
    if (context.view.set_up()) return context.view.cell.value.name;
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return "cell";
    return name.data();
}

Secret secret(const Context& context, std::string_view name) {
    const auto* found = context.secrets.find(name);
    return found == nullptr ? Secret() : found->value;
}

bool is_due(const std::string& certificate, Time now) {
    const auto present = inspect(certificate);
    return !present || (now >= clock_floor() && present->due(now));
}

// A root of a clock that ran ahead. Once the cell is set up it stays: it is on people's devices.
bool begins_later(const std::string& certificate, Time now) {
    const auto present = inspect(certificate);
    return present && now >= clock_floor() && now < present->from;
}

bool needs_root(const Context& context) {
    const auto& root = context.view.authority.value.root;
    return root.empty() || (!context.view.set_up() && begins_later(root, context.now));
}

// An intermediate in that name, and a root where there shall be a new one.
Status put_authority(Change& change, const Context& context, const std::string& name, bool anew) {
    const auto owner = name.substr(0, longest_owner);
    auto authority = context.view.authority.value;
    Issued root{authority.root, secret(context, model::root_key_secret)};
    if (anew) {
        PIC_LET(made, issue_root(owner, context.now));
        root = std::move(made);
        authority.root = root.certificate;
        change.keep_secret(std::string(model::root_key_secret), root.key);
    }
    PIC_LET(intermediate, issue_intermediate(root, owner, context.now));
    authority.intermediate = intermediate.certificate;
    change.keep_secret(std::string(model::intermediate_key_secret), intermediate.key);
    change.put("authority", std::move(authority));
    return {};
}

Result<Change> make(const Context& context) {
    Change change;
    change.target = "authority";
    PIC_TRY(put_authority(change, context, owner_of(context), needs_root(context)));
    return change;
}

void tell_of_root(control::Control& control, const Context& context) {
    const auto& root = context.view.authority.value.root;
    if (!context.view.set_up() || !begins_later(root, context.now))
        return control::tell_findings(control, "ca", {});
    control::tell_findings(control, "ca",
                           {{.id = "ca.root",
                             .what = "the cell's root certificate is not valid yet: it begins " +
                                     format_time(inspect(root)->from),
                             .why = "devices refuse the cell's web pages until it is",
                             .remedy = "date tells this machine's clock; if it is wrong, set it"}});
}

} // namespace

void ensure_authority(control::Control& control, std::function<void(const Status&)> done) {
    const auto context = control.context();
    tell_of_root(control, context);
    const bool anew = needs_root(context);
    if (!anew && !is_due(context.view.authority.value.intermediate, context.now)) return;
    control.change(control::picd(), anew ? "ca.make" : "ca.renew", make,
                   [done = std::move(done)](const Result<control::Reply>& made) {
                       if (!made)
                           log::error("The cell's authority cannot be made: " +
                                      made.error().text());
                       done(made ? Status() : fail(made.error()));
                   });
}

Status found(const Context& context, const std::string& name, Change& change) {
    return put_authority(change, context, name, true);
}

Result<Issued> issue(const Context& context, const LeafRequest& request) {
    const auto& authority = context.view.authority.value;
    if (authority.intermediate.empty())
        return fail(Code::unavailable, "the cell's certificate authority is being made");
    const Issued issuer{authority.intermediate, secret(context, model::intermediate_key_secret)};
    PIC_LET(leaf, issue_leaf(issuer, request, context.now));
    leaf.certificate += authority.intermediate;
    return leaf;
}

} // namespace pic::ca
