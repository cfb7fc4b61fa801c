#include "cell/acts.hpp"

#include "base/log.hpp"
#include "cell/fields.hpp"
#include "cell/setup_code.hpp"
#include "control/control.hpp"
#include "control/pending.hpp"
#include "model/secret_name.hpp"

namespace pic::cell {

using control::Change;
using control::Context;

void plan(control::Control& control, control::Call, control::Done done) {
    control.plane().plan([done = std::move(done)](Result<std::vector<std::string>> steps) {
        if (!steps) return done(fail(std::move(steps).error().within("the kernel cannot be read")));
        control::Reply reply;
        reply.body = codec::to_json(Plan{std::move(*steps)});
        done(std::move(reply));
    });
}

void setup_code(control::Control& control, control::Call call, control::Done done) {
    const auto& state = control.state();
    if (state.view.set_up())
        return done(fail(Code::conflict, "this cell is set up already: its code is used up", {},
                         "a lost password: sudo picctl user reset-password NAME"));
    const auto& observed = control.context().observed;
    // The one made at the start may be missing: the disk was full.
    const auto noted = [&](const Context& context) -> Result<Change> {
        const std::string name(model::setup_code_secret);
        const auto* kept = context.secrets.find(name);
        const auto code = kept == nullptr ? new_setup_code() : kept->value;
        Change change;
        change.target = "setup-code";
        if (kept == nullptr) change.keep_secret(name, code);
        change.reply.body = codec::to_json(SetupCode{
            std::string(code.reveal()), observed.web_addresses, observed.web_fingerprint});
        return change;
    };
    control.change(call.caller, "cell.setup_code", noted, std::move(done));
}

Result<Change> confirm(const Context& context, const control::Call& call) {
    PIC_LET(input, control::input_of<WhichChange>(call));
    return control::confirm(context, input.id, call.caller);
}

Result<Change> revert(const Context& context, const control::Call& call) {
    PIC_LET(input, control::input_of<WhichChange>(call));
    return control::revert(context, input.id);
}

void prepare_setup_code(control::Control& control) {
    const auto& state = control.state();
    const std::string name(model::setup_code_secret);
    if (state.view.set_up() || state.secrets.find(name) != nullptr) return;
    const auto make = [&](const Context&) -> Result<Change> {
        Change change;
        change.target = "setup-code";
        change.keep_secret(name, new_setup_code());
        return change;
    };
    control.change(control::picd(), "cell.make_setup_code", make,
                   [](const Result<control::Reply>& reply) {
                       if (!reply)
                           log::error("The set-up code cannot be stored: " + reply.error().text());
                   });
}

} // namespace pic::cell
