#include "hostfirewall/acts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "control/control.hpp"
#include "control/errand.hpp"
#include "control/way_in.hpp"
#include "hostfirewall/fields.hpp"
#include "hostfirewall/look.hpp"
#include "hostfirewall/words.hpp"

namespace pic::hostfirewall {

using control::HostFirewall;
using control::HostFirewalls;

namespace {

const HostFirewall* find(const HostFirewalls& firewalls, FirewallKind kind) {
    const auto found = std::ranges::find(firewalls.present, kind, &HostFirewall::kind);
    return found == firewalls.present.end() ? nullptr : &*found;
}

std::vector<control::Obstacle> obstacles_of(const HostFirewalls& firewalls, FirewallKind kind) {
    std::vector<control::Obstacle> result;
    std::ranges::copy_if(firewalls.obstacles, std::back_inserter(result),
                         [&](const auto& obstacle) { return obstacle.kind == kind; });
    return result;
}

FirewallView view_of(const HostFirewalls& firewalls, const HostFirewall& firewall) {
    FirewallView view{firewall.kind, firewall.active, {}, {}};
    for (const auto& obstacle : obstacles_of(firewalls, firewall.kind))
        view.blocks.push_back(obstacle.need);
    if (firewall.opened != 0) view.opened = steps_of(firewall.kind, firewall.opened);
    return view;
}

codec::json::value answer(const HostFirewalls& firewalls, FirewallKind kind) {
    const auto* firewall = find(firewalls, kind);
    return codec::to_json(
        view_of(firewalls, firewall == nullptr ? HostFirewall{kind, false, 0} : *firewall));
}

struct Task {
    FirewallKind kind = FirewallKind::ufw;
    std::string action, unit;
    std::vector<std::string> steps;
    bool opens = false;
};

// The unit ended well; whether it helped is what the rules say now.
void report(control::Control& control, const Task& task, control::Reply reply,
            const control::Done& done) {
    look(control, [&control, task, reply = std::move(reply), done](const auto& outcome) mutable {
        if (!outcome) return done(fail(outcome.error()));
        const auto seen = control.snapshot();
        const auto& firewalls = seen->observed->firewalls;
        reply.body = answer(firewalls, task.kind);
        if (task.opens)
            for (const auto& obstacle : obstacles_of(firewalls, task.kind))
                reply.pending.push_back(
                    fmt::format("{}, still ({})", obstacle.what, obstacle.where));
        done(std::move(reply));
    });
}

// systemd says of a unit that failed that it failed; why, it said itself.
void explain(control::Control& control, const Task& task, Error error,
             const ports::Units::Done& ended) {
    constexpr std::size_t most = 5;
    const auto read = [&journal = control.world().journal, unit = task.unit] {
        return journal.last_lines(unit, most);
    };
    control.on_worker(read, [error = std::move(error), ended](const auto& said) mutable {
        if (said)
            for (const auto& line : *said)
                error.causes.push_back(line.text);
        ended(fail(std::move(error)));
    });
}

void run(control::Control& control, const control::Call& call, const Task& task,
         const control::Done& done) {
    const auto job = [&control, task](const ports::Units::Done& ended) {
        control.world().units.call(ports::UnitVerb::start, task.unit,
                                   [&control, task, ended](const Status& outcome) {
                                       if (outcome) return ended(outcome);
                                       explain(control, task, outcome.error(), ended);
                                   });
    };
    control::run_errand(control, {call.caller, task.action, std::string(name_of(task.kind)), job},
                        [&control, task, done](Result<control::Reply> reply) {
                            if (!reply) return done(std::move(reply));
                            report(control, task, std::move(*reply), done);
                        });
}

void confirmed(control::Control& control, const control::Call& call, bool confirm, const Task& task,
               const control::Done& done) {
    if (call.dry_run) {
        control::Reply reply;
        reply.body = codec::to_json(FirewallSteps{task.steps});
        return done(std::move(reply));
    }
    if (!confirm)
        return done(fail(Code::invalid,
                         fmt::format("this changes the machine's own firewall, {}. It would: {}",
                                     name_of(task.kind), fmt::join(task.steps, "; ")),
                         "/confirm", "ask again with confirm set; picctl: --yes"));
    run(control, call, task, done);
}

} // namespace

std::string open_unit(FirewallKind kind, std::uint16_t port) {
    return fmt::format("pic-firewall@{}:open:{}.service", name_of(kind), port);
}

std::string again_unit(FirewallKind kind, std::uint16_t port) {
    return fmt::format("pic-firewall@{}:again:{}.service", name_of(kind), port);
}

std::string close_unit(FirewallKind kind) {
    return fmt::format("pic-firewall@{}:close.service", name_of(kind));
}

void open(control::Control& control, control::Call call, control::Done done) {
    const auto input = control::input_of<ChangeFirewall>(call);
    if (!input) return done(fail(input.error()));
    const auto seen = control.snapshot();
    const auto& firewalls = seen->observed->firewalls;
    if (!manageable(input->kind)) {
        const auto obstacles = obstacles_of(firewalls, input->kind);
        return done(fail(
            Code::invalid, "rules that somebody wrote by hand are not picd's to change", "/kind",
            obstacles.empty()       ? "nothing of it is in the cell's way"
            : obstacles.size() == 1 ? obstacles.front().remedy
                                    : "picctl doctor has for each of them what lets it through"));
    }
    const auto* firewall = find(firewalls, input->kind);
    if (firewall == nullptr || !firewall->active)
        return done(fail(Code::conflict,
                         fmt::format("{} is not filtering on this machine", name_of(input->kind)),
                         "/kind", "picctl firewall list shows what is"));
    const auto port = control.state().view.wireguard.value.port;
    confirmed(control, call, input->confirm,
              {input->kind, "firewall.open", open_unit(input->kind, port),
               steps_of(input->kind, port), true},
              done);
}

void close(control::Control& control, control::Call call, control::Done done) {
    const auto input = control::input_of<ChangeFirewall>(call);
    if (!input) return done(fail(input.error()));
    const auto seen = control.snapshot();
    const auto* firewall = find(seen->observed->firewalls, input->kind);
    if (firewall == nullptr || firewall->opened == 0)
        return done(fail(Code::conflict,
                         fmt::format("nothing was opened in {}", name_of(input->kind)), "/kind",
                         "picctl firewall list shows what was"));
    if (control::through_tunnel(call.caller, control.context()))
        return done(fail(Code::conflict, "you came in by the way that this would close", {},
                         "do it from the home network or on the machine: picctl firewall close " +
                             std::string(name_of(input->kind))));
    auto steps = steps_of(input->kind, firewall->opened);
    for (auto& step : steps)
        step = "no longer " + step;
    confirmed(control, call, input->confirm,
              {input->kind, "firewall.close", close_unit(input->kind), std::move(steps), false},
              done);
}

Result<control::Reply> list(const control::Snapshot& snapshot, const control::Call&) {
    const auto& firewalls = snapshot.observed->firewalls;
    FirewallList result;
    for (const auto& firewall : firewalls.present)
        result.firewalls.push_back(view_of(firewalls, firewall));
    control::Reply reply;
    reply.body = codec::to_json(result);
    return reply;
}

} // namespace pic::hostfirewall
