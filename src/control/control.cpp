#include "control/control.hpp"

#include "base/log.hpp"
#include "control/audited.hpp"
#include "control/counters.hpp"
#include "control/notes.hpp"
#include "control/outdated.hpp"
#include "control/pace.hpp"
#include "control/pending.hpp"
#include "control/servers.hpp"
#include "control/store_health.hpp"

namespace pic::control {

namespace {

// Of what the loop does by itself, when the store refuses it.
constexpr std::chrono::seconds first_retry{1}, last_undo{5}, last_retry{60};

std::set<std::string> owners_of(const Change& change) {
    std::set<std::string> owners;
    for (const auto& edit : change.edits) {
        if (edit.collection == "peers") owners.insert(edit.id);
        if (edit.collection == "settings" && (edit.id == "cell" || edit.id == "wireguard"))
            owners.insert(std::string(plan::cell_owner));
    }
    return owners;
}

// The answer to a change that is stored, once the kernel has settled. `concerned` is known by then.
Plane::Settled answer_settled(Control& control, const Change& change, std::uint64_t generation,
                              std::shared_ptr<const Outdated::Concerned> concerned, Done done) {
    return [&control, concerned = std::move(concerned), done = std::move(done),
            refused = change.refused, reply = change.reply, stored = !change.edits.empty(),
            generation](std::vector<std::string> pending) mutable {
        if (refused) return done(fail(std::move(*refused)));
        if (stored) reply.generation = generation;
        reply.pending = std::move(pending);
        control.part<Outdated>().when_known(
            control, *concerned, [reply = std::move(reply), done](std::string note) mutable {
                if (!note.empty()) add_note(reply.body, std::move(note));
                done(std::move(reply));
            });
    };
}

Plane::Settled when_in_force(Servers& servers, Plane::Settled settled) {
    return [&servers, settled = std::move(settled)](std::vector<std::string> pending) {
        servers.when_in_force([settled, pending = std::move(pending)](auto more) mutable {
            std::ranges::move(more, std::back_inserter(pending));
            settled(std::move(pending));
        });
    };
}

void answer_alone(const Change& change, const Done& done) {
    change.refused ? done(fail(*change.refused)) : done(change.reply);
}

std::string_view role_text(const Caller& caller) {
    if (!caller.role) return "";
    return *caller.role == model::Role::admin ? "admin" : "peer";
}

} // namespace

struct Control::Accepted {
    Change change;
    std::string action;
    Caller caller;
};

Control::Control(const World& world, std::shared_ptr<const Settings> settings, State loaded) :
    world_(world), settings_(std::move(settings)),
    generations_(world.loop, world.store, std::move(loaded)),
    published_(std::make_shared<const model::View>(generations_.working().view), settings_),
    plane_(world.loop, world.kernel, settings_->ledger), upkeep_backoff_(first_retry, last_retry),
    undo_backoff_(first_retry, last_undo), servers_(std::make_unique<Servers>(*this)),
    counters_(std::make_unique<Counters>(*this)), ticking_(world.loop) {}

Control::~Control() = default;

void Control::observe(const std::function<void(Observed&)>& edit, const Event& event) {
    edit(observed_);
    published_.show(std::make_shared<const Observed>(observed_));
    published_.tell(event);
    part<Outdated>().look(*this); // the endpoint may be another one now
}

void Control::submit(const Operation& operation, Call call, Done done) {
    const auto present = snapshot();
    call.now = world_.clock.now();
    if (auto admitted = admit(operation, call.caller, *present->view); !admitted)
        return done(fail(std::move(admitted).error()));
    if (auto fits = check_fields(operation, call); !fits)
        return done(fail(std::move(fits).error()));
    if (const auto* read = std::get_if<Read>(&operation.run)) return done((*read)(*present, call));
    if (call.dry_run && !operation.can_be_tried())
        return done(fail(Code::invalid, "this acts on the world and cannot be tried out"));
    boost::asio::post(world_.loop, [this, &operation, present, call = std::move(call),
                                    done = std::move(done)]() mutable {
        if (auto free = part<Pace>().take(call.caller, world_.clock.steady()); !free)
            return done(fail(std::move(free).error()));
        if (operation.prepare == nullptr) return run(operation, std::move(call), std::move(done));
        prepare(operation, present, std::move(call), std::move(done));
    });
}

void Control::prepare(const Operation& operation, SnapshotPtr present, Call call, Done done) {
    auto work = [&operation, present = std::move(present), call] {
        return operation.prepare(*present, call);
    };
    on_hasher(std::move(work), [this, &operation, call = std::move(call),
                                done = std::move(done)](Result<json::value> prepared) mutable {
        if (!prepared) return done(fail(std::move(prepared).error()));
        call.prepared = std::move(*prepared);
        run(operation, std::move(call), std::move(done));
    });
}

void Control::run(const Operation& operation, Call call, Done done) {
    if (auto admitted = admit(operation, call.caller, state().view); !admitted)
        return done(fail(std::move(admitted).error()));
    if (const auto* act = std::get_if<Act>(&operation.run))
        return (*act)(*this, std::move(call), std::move(done));
    const auto handler = std::get<Decide>(operation.run);
    settle(
        std::string(operation.name), call,
        [&](const Context& context) { return handler(context, call); }, std::move(done));
}

void Control::change(const Caller& caller, std::string action, const Decision& decision,
                     Done done) {
    Call call;
    call.caller = caller;
    settle(action, call, decision, std::move(done));
}

void Control::decide(const std::string& action, const Call& call, const Decision& decision,
                     Done done) {
    if (auto there = still_signed_in(call.caller, state().view); !there)
        return done(fail(std::move(there).error()));
    settle(action, call, decision, std::move(done));
}

Context Control::context_of(const State& state) const {
    return {state.view, state.secrets, generations_.index(),
            observed_,  *settings_,    world_.clock.now()};
}

void Control::settle(const std::string& action, const Call& call, const Decision& decision,
                     Done done) {
    auto change = decision(context());
    if (!change) return done(fail(std::move(change).error()));
    if (auto free = leave_waiting_alone(context(), *change); !free)
        return done(fail(std::move(free).error()));
    if (change->may_lock_out)
        if (auto free = nothing_waits(context()); !free) return done(fail(std::move(free).error()));
    if (call.dry_run) return dry_run(*change, done);
    if (change->may_lock_out) {
        if (auto guarded = guard_against_lockout(context(), action, *change); !guarded)
            return done(fail(std::move(guarded).error()));
    }
    accept({std::move(*change), action, call.caller}, std::move(done));
}

void Control::dry_run(const Change& change, const Done& done) const {
    const auto& working = generations_.working();
    const auto after = Generations::after(working, change, working.view.generation + 1);
    const auto owners = owners_of(change);
    auto answer = [changes = stored_changes(change, working.view), done](auto lines) {
        if (!lines) return done(fail(lines.error()));
        Reply reply;
        reply.body = json::object{{"changes", json::value_from(changes)},
                                  {"steps", json::value_from(*lines)}};
        done(std::move(reply));
    };
    plane_.plan_change(after, expired_in(after, owners), owners, std::move(answer));
}

void Control::accept(Accepted accepted, Done done) {
    // What writes nothing tells nothing of the disk.
    if (accepted.change.empty()) return answer_alone(accepted.change, done);
    const auto& caller = accepted.caller;
    store::AuditEntry audit{world_.clock.now(),
                            caller.role ? caller.actor : "nobody",
                            std::string(role_text(caller)),
                            caller.address,
                            accepted.action,
                            accepted.change.target,
                            audited_result(accepted.action, accepted.change, state().view)};
    auto held = std::make_shared<const Accepted>(std::move(accepted));
    generations_.commit(held->change, std::move(audit),
                        [this, held, done = std::move(done)](Result<State> state) {
                            auto& health = part<StoreHealth>();
                            if (!state) {
                                health.refused(*this, state.error());
                                return done(fail(std::move(state).error()));
                            }
                            health.stored(*this);
                            durable(*held, *state, done);
                        });
}

void Control::durable(const Accepted& accepted, const State& state, const Done& done) {
    const auto& change = accepted.change;
    published_.show(std::make_shared<const model::View>(state.view));
    if (!change.writes()) return answer_alone(change, done); // a line in the audit
    note_deadlines(state.view);
    const auto owners = owners_of(change);
    const auto concerned = std::make_shared<Outdated::Concerned>();
    auto settled = answer_settled(*this, change, state.view.generation, concerned, done);
    if (std::ranges::any_of(change.edits, Servers::may_read, &Edit::collection))
        settled = when_in_force(*servers_, std::move(settled));
    // The kernel first: it works while the rest is done.
    plane_.change(state, expired_in(state, owners), owners, std::move(settled));
    *concerned = part<Outdated>().look(*this, change.edits);
    for (const auto& edit : change.edits)
        published_.tell({edit.collection == "settings" ? edit.id : edit.collection, edit.id,
                         state.view.generation});
}

void Control::touch_session(const std::string& id) {
    const auto now = world_.clock.now();
    const std::lock_guard lock(sessions_mutex_);
    sessions_used_[id] = now;
}

} // namespace pic::control
