#include "cell/set_time_zone.hpp"

#include "cell/fields.hpp"
#include "cell/time_zone.hpp"
#include "control/control.hpp"

namespace pic::cell {

using control::Change;
using control::Context;

namespace {

Result<Change> changed(const Context& context, const control::Call& call, const TimeZone& wanted) {
    const auto& present = context.view.cell;
    PIC_TRY(control::unchanged(present.generation, call));
    auto value = present.value;
    value.time_zone = wanted.time_zone;
    Change change;
    change.target = wanted.time_zone;
    change.reply.body = codec::to_json(wanted);
    change.put("cell", std::move(value));
    return change;
}

} // namespace

void set_time_zone(control::Control& control, control::Call call, control::Done done) {
    auto input = control::input_of<TimeZone>(call);
    if (!input) return done(fail(std::move(input).error()));
    const auto check = [&files = control.world().files, zone = input->time_zone] {
        return check_time_zone(zone, files);
    };
    const auto checked = [&control, call = std::move(call), wanted = std::move(*input),
                          done = std::move(done)](const Status& there) {
        if (!there) return done(fail(there.error()));
        const auto decision = [&](const Context& now) { return changed(now, call, wanted); };
        control.decide("cell.set_time_zone", call, decision, done);
    };
    control.on_worker(check, checked);
}

} // namespace pic::cell
