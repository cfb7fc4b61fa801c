#include "ca/authority.hpp"

#include <algorithm>
#include <array>
#include <unistd.h>

#include "base/log.hpp"
#include "ca/certificate.hpp"
#include "control/findings.hpp"
#include "control/notes.hpp"
#include "model/secret_name.hpp"

namespace pic::ca {

using control::Change;
using control::Context;

namespace {

constexpr std::chrono::days last_call{365}; // to get the next root onto all devices
constexpr const char* install_anew = "each device has to install it, as it did the one of before: "
                                     "picctl ca root, or the cell's page";

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

// None or, before set-up, one of a clock that ran ahead, or that cannot be read. Once the cell is
// set up it stays: it is on people's devices.
bool needs_root(const Context& context) {
    const auto& present = context.view.authority.value.root;
    if (present.empty() || context.view.set_up()) return present.empty();
    const auto root = inspect(present);
    return !root || (context.now >= clock_floor() && context.now < root->from);
}

// Only while its root is valid, and one that ends with its root stays: what is made of a root
// begins and ends with it at most, so that it would be no better.
bool needs_intermediate(const Context& context) {
    const auto& present = context.view.authority.value.intermediate;
    if (present.empty()) return true;
    const auto root = inspect(context.view.authority.value.root);
    if (!root || context.now < std::max(clock_floor(), root->from) || context.now >= root->until)
        return false;
    const auto intermediate = inspect(present);
    if (!intermediate || context.now < intermediate->from) return true;
    return intermediate->until < root->until && context.now >= intermediate->renew_at();
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

// Of a cell that is set up, by a clock that may be right; nothing: it is good for long.
std::vector<control::Finding> judge_root(const Result<Certificate>& root, Time now) {
    control::Finding finding{.id = "ca.root", .severity = control::Severity::problem};
    finding.remedy = std::string("picctl ca replace makes another one; ") + install_anew;
    const std::string refused = "devices refuse the cell's web pages";
    if (!root) {
        finding.what = "the cell's root certificate cannot be read: " + root.error().detail;
        finding.why = "nothing can be renewed of it";
    } else if (now < root->from || now >= root->until) {
        finding.what = now < root->from ? "the cell's root certificate is not valid yet: it begins "
                                        : "the cell's root certificate has run out: it ended ";
        finding.what += format_time(now < root->from ? root->from : root->until);
        finding.why = refused + ", and when this machine starts again there are none";
        finding.remedy = "date tells this machine's clock; if it is wrong, set it; only if it is "
                         "right: " +
                         finding.remedy;
    } else if (now >= root->until - last_call) {
        finding.severity = control::Severity::warning;
        finding.what = "the cell's root certificate runs out: it ends " + format_time(root->until);
        finding.why = refused + " after that";
    } else {
        return {};
    }
    return {finding};
}

void tell_of_root(control::Control& control, const Context& context) {
    const auto& root = context.view.authority.value.root;
    const bool judged = context.view.set_up() && !root.empty() && context.now >= clock_floor();
    control::tell_findings(control, "ca",
                           judged ? judge_root(inspect(root), context.now)
                                  : std::vector<control::Finding>());
}

} // namespace

void ensure_authority(control::Control& control, std::function<void(const Status&)> done) {
    const auto context = control.context();
    tell_of_root(control, context);
    const bool anew = needs_root(context);
    if (!anew && !needs_intermediate(context)) return;
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

void replace_root(control::Control& control, control::Call call, control::Done done) {
    const auto decision = [](const Context& context) -> Result<Change> {
        Change change;
        change.target = "authority";
        PIC_TRY(put_authority(change, context, owner_of(context), true));
        control::add_note(change.reply.body, install_anew);
        return change;
    };
    control.decide("ca.replace", call, decision,
                   [&control, done = std::move(done)](Result<control::Reply> reply) {
                       if (reply) tell_of_root(control, control.context());
                       done(std::move(reply));
                   });
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
