#include "control/generations.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "base/log.hpp"

namespace pic::control {

namespace {

void apply_secrets(State& state, const Change& change, std::uint64_t generation) {
    for (const auto& secret : change.secrets) {
        if (secret.value.empty())
            state.secrets.erase(secret.name);
        else
            state.secrets.put({secret.name, generation, secret.value});
    }
}

store::Commit to_commit(const Change& change, std::uint64_t expected) {
    store::Commit commit;
    commit.expected = expected;
    for (const auto& edit : change.edits) {
        if (edit.json.empty())
            commit.deletes.push_back({edit.collection, edit.id});
        else
            commit.puts.push_back({edit.collection, edit.id, edit.json});
    }
    for (const auto& secret : change.secrets) {
        if (secret.value.empty())
            commit.secret_deletes.push_back(secret.name);
        else
            commit.secrets.push_back({secret.name, secret.value});
    }
    return commit;
}

} // namespace

Generations::Generations(boost::asio::io_context& loop, store::StoreThread& store, State loaded) :
    loop_(loop), store_(store), working_(loaded), durable_(std::move(loaded)),
    index_(Index::of(working_.view)) {}

State Generations::after(State state, const Change& change, std::uint64_t generation) {
    for (const auto& edit : change.edits)
        edit.on_view(state.view, generation);
    apply_secrets(state, change, generation);
    state.view.generation = generation;
    return state;
}

void Generations::apply(const Change& change, std::uint64_t generation) {
    for (const auto& edit : change.edits) {
        index_.forget(working_.view, edit.collection, edit.id);
        edit.on_view(working_.view, generation);
        index_.learn(working_.view, edit.collection, edit.id);
    }
    apply_secrets(working_, change, generation);
    working_.view.generation = generation;
}

void Generations::commit(const Change& change, store::AuditEntry audit, Durable durable) {
    const auto expected = working_.view.generation;
    auto commit = to_commit(change, expected);
    const auto logged = change.audited ? audit.time : Time();
    if (change.audited) commit.audit.push_back(std::move(audit));
    std::optional<State> after; // nullopt: this is for the audit alone
    if (change.writes()) {
        apply(change, expected + 1);
        after = working_;
    }
    store_.commit(std::move(commit),
                  [this, epoch = epoch_, logged, state = std::move(after),
                   durable = std::move(durable)](Result<std::uint64_t> outcome) mutable {
                      boost::asio::post(loop_, [this, epoch, logged, state = std::move(state),
                                                outcome = std::move(outcome),
                                                durable = std::move(durable)]() mutable {
                          if (outcome) log_reaches(logged);
                          committed(epoch, std::move(state), std::move(outcome), durable);
                      });
                  });
}

void Generations::log_reaches(Time time) {
    for (auto* state : {&working_, &durable_})
        state->view.latest = std::max(state->view.latest, time);
}

// In the order of the commits: what an audit entry finds durable is what was committed before it.
void Generations::committed(std::uint64_t epoch, std::optional<State> state,
                            Result<std::uint64_t> outcome, const Durable& durable) {
    if (outcome) {
        const auto latest = durable_.view.latest;
        if (state) durable_ = std::move(*state);
        durable_.view.latest = latest;
        durable(durable_);
        return;
    }
    // For the audit alone: nothing was built on it.
    if (!state) return durable(fail(outcome.error()));
    if (epoch == epoch_) {
        ++epoch_;
        failure_ = outcome.error();
        working_ = durable_;
        index_ = Index::of(working_.view);
        log::error("A change could not be stored and was not made: " + failure_.text());
    }
    // What was built on a change that failed was refused for being so, but that is not why.
    durable(fail(failure_));
}

} // namespace pic::control
