#include "cell/units.hpp"

#include "cell/status.hpp"
#include "control/servers.hpp"

namespace pic::cell {

namespace {

using ports::UnitVerb;

// "dns" and "pic-dns" are short for "pic-dns.service".
std::string full_name(const std::string& name) {
    const auto stem = name.starts_with("pic-") ? name : "pic-" + name;
    return stem.ends_with(".service") ? stem : stem + ".service";
}

void command(control::Control& control, const control::Call& call, UnitVerb verb,
             std::string action, control::Done done) {
    auto input = control::input_of<WhichUnit>(call);
    if (!input) return done(fail(std::move(input).error()));
    const auto unit = full_name(input->unit);
    auto* server = control.servers().find(unit);
    if (server == nullptr)
        return done(fail(Code::not_found, "the cell has no such server", "/unit",
                         "picctl unit list shows them"));
    const auto noted = [&](const control::Context&) -> Result<control::Change> {
        control::Change change;
        change.target = unit;
        return change;
    };
    control.change(call.caller, std::move(action), noted,
                   [server, verb, done = std::move(done)](Result<control::Reply> reply) {
                       if (!reply) return done(std::move(reply));
                       server->call(verb, [done, reply](Status outcome) {
                           if (!outcome) return done(fail(std::move(outcome).error()));
                           done(reply);
                       });
                   });
}

} // namespace

Result<control::Reply> list_units(const control::Snapshot& snapshot, const control::Call&) {
    Units result;
    for (const auto& [unit, server] : snapshot.observed->servers)
        result.units.push_back(status_of(unit, server));
    control::Reply reply;
    reply.body = codec::to_json(result);
    return reply;
}

void start_unit(control::Control& control, control::Call call, control::Done done) {
    command(control, call, UnitVerb::start, "unit.start", std::move(done));
}

void stop_unit(control::Control& control, control::Call call, control::Done done) {
    command(control, call, UnitVerb::stop, "unit.stop", std::move(done));
}

void restart_unit(control::Control& control, control::Call call, control::Done done) {
    command(control, call, UnitVerb::restart, "unit.restart", std::move(done));
}

} // namespace pic::cell
