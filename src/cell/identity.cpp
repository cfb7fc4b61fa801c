#include "cell/identity.hpp"

#include "cell/fields.hpp"
#include "cell/time_zone.hpp"
#include "control/control.hpp"

namespace pic::cell {

using control::Change;
using control::Context;

namespace {

Identity identity_of(const model::Cell& cell, const model::View& view) {
    return {cell.name, view.zone(), cell.time_zone};
}

Result<Change> updated(const Context& context, const control::Call& call) {
    const auto& present = context.view.cell;
    PIC_TRY(control::unchanged(present.generation, call));
    PIC_LET(wanted, control::input_of<UpdateCell>(call));
    auto value = present.value;
    value.time_zone = wanted.time_zone;
    Change change;
    change.target = "cell";
    change.reply.body = codec::to_json(identity_of(value, context.view));
    change.put("cell", std::move(value));
    return change;
}

} // namespace

Result<control::Reply> show(const control::Snapshot& snapshot, const control::Call&) {
    control::Reply reply;
    reply.body = codec::to_json(identity_of(snapshot.view->cell.value, *snapshot.view));
    reply.generation = snapshot.view->cell.generation;
    return reply;
}

void update(control::Control& control, control::Call call, control::Done done) {
    auto input = control::input_of<UpdateCell>(call);
    if (!input) return done(fail(std::move(input).error()));
    const auto check = [&files = control.world().files, zone = input->time_zone] {
        return check_time_zone(zone, files);
    };
    const auto checked = [&control, call = std::move(call),
                          done = std::move(done)](const Status& there) {
        if (!there) return done(fail(there.error()));
        const auto decision = [&](const Context& now) { return updated(now, call); };
        if (call.dry_run) return control.rehearse(decision, done);
        control.change(call.caller, "cell.update", decision, done);
    };
    control.on_worker(check, checked);
}

} // namespace pic::cell
