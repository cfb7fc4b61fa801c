#include "cell/units.hpp"

#include "cell/status.hpp"
#include "control/errand.hpp"
#include "control/servers.hpp"
#include "control/way_in.hpp"

namespace pic::cell {

namespace {

using ports::UnitVerb;

constexpr std::uint32_t most_lines = 500;

// "dns" and "pic-dns" are short for "pic-dns.service".
std::string full_name(const std::string& name) {
    const auto stem = name.starts_with("pic-") ? name : "pic-" + name;
    return stem.ends_with(".service") ? stem : stem + ".service";
}

Result<control::Server*> find_server(const control::Control& control, const std::string& name) {
    if (auto* server = control.servers().find(full_name(name))) return server;
    return fail(Code::not_found, "the cell has no such server", "/unit",
                "picctl unit list shows them");
}

// Who came in by a server and stops it could not start it again.
Status guard_way_in(const control::Server& server, const control::Caller& caller) {
    if (!server.lets_callers_in() || !control::from_elsewhere(caller)) return {};
    return fail(Code::conflict, "you came in through this server; nobody could start it again",
                "/unit", "stop it on the machine itself: picctl unit stop " + server.unit());
}

void command(control::Control& control, const control::Call& call, UnitVerb verb,
             const std::string& action, const control::Done& done) {
    auto input = control::input_of<WhichUnit>(call);
    if (!input) return done(fail(std::move(input).error()));
    auto found = find_server(control, input->unit);
    if (!found) return done(fail(std::move(found).error()));
    auto* server = *found;
    if (verb == UnitVerb::stop)
        if (auto open = guard_way_in(*server, call.caller); !open)
            return done(fail(std::move(open).error()));
    control::run_errand(
        control,
        {call.caller, action, server->unit(),
         [server, verb](const ports::Units::Done& ended) { server->call(verb, ended); }},
        done);
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

void unit_log(control::Control& control, control::Call call, control::Done done) {
    auto input = control::input_of<AskUnitLog>(call);
    if (!input) return done(fail(std::move(input).error()));
    if (input->lines < 1 || input->lines > most_lines)
        return done(fail(Code::invalid, "1 to 500 lines can be had", "/lines"));
    auto server = find_server(control, input->unit);
    if (!server) return done(fail(std::move(server).error()));
    const auto unit = (*server)->unit();
    const auto read = [&journal = control.world().journal, unit, lines = input->lines] {
        return journal.last_lines(unit, lines);
    };
    control.on_worker(read,
                      [unit, done = std::move(done)](Result<std::vector<ports::LogLine>> lines) {
                          if (!lines) return done(fail(std::move(lines).error()));
                          control::Reply reply;
                          reply.body = codec::to_json(UnitLog{unit, std::move(*lines)});
                          done(std::move(reply));
                      });
}

void start_unit(control::Control& control, control::Call call, control::Done done) {
    command(control, call, UnitVerb::start, "unit.start", done);
}

void stop_unit(control::Control& control, control::Call call, control::Done done) {
    command(control, call, UnitVerb::stop, "unit.stop", done);
}

void restart_unit(control::Control& control, control::Call call, control::Done done) {
    command(control, call, UnitVerb::restart, "unit.restart", done);
}

} // namespace pic::cell
