#include "control/errand.hpp"

#include "control/control.hpp"

namespace pic::control {

namespace {

// Changes nothing but the audit.
Decision noted(const Errand& errand, std::string result) {
    return [target = errand.target, result = std::move(result)](const Context&) -> Result<Change> {
        Change change;
        change.target = target;
        change.result = result;
        return change;
    };
}

void ended(Control& control, const Errand& errand, const Status& outcome, const Done& done) {
    control.change(errand.caller, errand.action,
                   noted(errand, outcome ? "done" : outcome.error().detail),
                   [outcome, done](Result<Reply> reply) {
                       if (!outcome) return done(fail(outcome.error()));
                       done(std::move(reply));
                   });
}

} // namespace

void run_errand(Control& control, const Errand& errand, const Done& done) {
    control.change(errand.caller, errand.action, noted(errand, "asked"),
                   [&control, errand, done](Result<Reply> reply) {
                       if (!reply) return done(std::move(reply));
                       errand.job([&control, errand, done](const Status& outcome) {
                           ended(control, errand, outcome, done);
                       });
                   });
}

} // namespace pic::control
