// What the loop does by itself, now and then: addresses that have rested, changes nobody confirmed,
// and sessions' last use; expiry is in expiry.cpp.
#include <algorithm>

#include "base/log.hpp"
#include "control/control.hpp"
#include "control/counters.hpp"
#include "control/pending.hpp"
#include "control/servers.hpp"
#include "control/store_copy.hpp"
#include "control/store_health.hpp"

namespace pic::control {

namespace {

using namespace std::chrono_literals;
constexpr auto tick_interval = 1s;
constexpr auto session_saving = 5min;
constexpr unsigned wrong_clock_interval = 3; // ticks
constexpr auto jump = 1min;
constexpr unsigned servers_interval = 60; // ticks

} // namespace

void Control::start() {
    clock_right_ = world_.clock.now() >= clock_floor();
    note_deadlines(generations_.working().view);
    plane_.start(generations_.working(), expired(),
                 [this](const CheckReport& found) { report(found); });
    logged_ = generations_.index().expired(generations_.working().view.latest);
    servers_->start();
    counters_->start();
    tick();
}

void Control::stop() {
    counters_->stop();
    servers_->stop();
    ticking_.cancel();
}

void Control::tick() {
    ++ticks_;
    check_clock();
    expire_peers();
    undo_overdue();
    if (world_.clock.steady() >= upkeep_not_before_) {
        log_expiries();
        end_rests();
        save_sessions();
        try_store();
        part<StoreCopy>().keep(*this);
    }
    ticking_.expires_after(tick_interval);
    ticking_.async_wait([this](auto failure) {
        if (!failure) tick();
    });
}

// What depends on the clock is looked at again when it becomes right, or stops being it. While it
// is wrong, also now and then: the network's resolvers are used meanwhile, and tell nobody of a
// change.
void Control::check_clock() {
    const bool right = world_.clock.now() >= clock_floor();
    if (clock_jumped()) published_.tell({"clock", "", 0});
    // Time alone changes what servers read: a certificate falls due.
    if (ticks_ % (right ? servers_interval : wrong_clock_interval) == 0) servers_->refresh();
    if (right == clock_right_) return;
    clock_right_ = right;
    if (right) {
        log::notice("The clock is right now; what was waiting for it is done.");
    } else {
        log::warning("The clock was set to a time before picd was built.");
        servers_->clock_lost();
    }
    published_.tell({"clock", "", 0});
}

// By more than chrony's slewing explains: certificates of the time before may be of another day.
bool Control::clock_jumped() {
    const auto began = world_.clock.now() - std::chrono::floor<std::chrono::seconds>(
                                                world_.clock.steady().time_since_epoch());
    const auto before = std::exchange(clock_began_, began);
    return before && std::chrono::abs(began - *before) > jump;
}

// A disk that is full stays so for longer than a second.
void Control::keep_up(std::string action, const Decision& decision,
                      std::function<void(bool)> then) {
    change(picd(), std::move(action), decision,
           [this, then = std::move(then)](const Result<Reply>& reply) {
               if (reply) {
                   upkeep_backoff_.succeeded();
               } else {
                   put_upkeep_off(reply.error());
               }
               if (then) then(reply.has_value());
           });
}

// Of many that fail at once only the first counts, and is told.
void Control::put_upkeep_off(const Error& error) {
    const auto now = world_.clock.steady();
    if (now < upkeep_not_before_) return;
    log::error("Upkeep failed: " + error.text());
    upkeep_not_before_ = now + upkeep_backoff_.failed();
}

// Nobody else may change anything for days. What is written is that it could be.
void Control::try_store() {
    if (!part<StoreHealth>().refuses() || std::exchange(store_tried_, true)) return;
    const auto line = [](const Context&) -> Result<Change> {
        Change change;
        change.target = "store";
        return change;
    };
    keep_up("store.recover", line, [this](bool) { store_tried_ = false; });
}

// An address that has rested is anybody's again.
void Control::end_rests() {
    const auto now = world_.clock.now();
    Change rested;
    rested.audited = false;
    generations_.working().view.resting.each([&](const auto& resting) {
        if (resting.value.until <= now) rested.erase<model::RestingAddress>(resting.id);
    });
    if (rested.edits.empty()) return;
    keep_up("peer.end_rest", [&](const Context&) -> Result<Change> { return rested; });
}

// The cell itself sets the clock: what is left of a minute is counted by the steady one. The stored
// time counts only for what an earlier process began.
void Control::note_deadlines(const model::View& view) {
    std::erase_if(deadlines_,
                  [&](const auto& entry) { return view.pending.find(entry.first) == nullptr; });
    view.pending.each([&](const auto& pending) {
        const auto left = std::clamp<std::chrono::seconds>(
            pending.value.deadline - world_.clock.now(), 0s, time_to_confirm);
        deadlines_.try_emplace(pending.id, world_.clock.steady() + left);
    });
}

// At a pace of its own, whatever else the disk refuses: somebody may be locked out.
void Control::undo_overdue() {
    const auto now = world_.clock.steady();
    if (now < undo_not_before_) return;
    std::vector<std::string> overdue;
    for (const auto& [id, deadline] : deadlines_)
        if (deadline <= now && generations_.working().view.pending.find(id) != nullptr)
            overdue.push_back(id);
    for (const auto& id : overdue)
        change(
            picd(), "cell.revert", [&](const Context& context) { return revert(context, id); },
            [this, id](const Result<Reply>& reply) {
                if (reply) {
                    undo_backoff_.succeeded();
                    log::notice("A change that nobody confirmed is undone.", {{"PIC_PENDING", id}});
                    return;
                }
                log::error("A change that nobody confirmed is not undone yet: " +
                           reply.error().text());
                undo_not_before_ = world_.clock.steady() + undo_backoff_.failed();
            });
}

void Control::save_sessions() {
    const auto now = world_.clock.now();
    std::map<std::string, Time> used;
    {
        const std::lock_guard lock(sessions_mutex_);
        const bool due = std::ranges::any_of(sessions_used_, [&](const auto& entry) {
            const auto* session = generations_.working().view.sessions.find(entry.first);
            return session != nullptr && entry.second - session->value.last_used >= session_saving;
        });
        if (!due) return;
        used.swap(sessions_used_);
    }
    const auto save = [&](const Context& context) -> Result<Change> {
        Change change;
        change.audited = false;
        for (const auto& [id, time] : used)
            if (const auto* session = context.view.sessions.find(id)) {
                auto value = session->value;
                value.last_used = std::max(value.last_used, std::min(time, now));
                change.put(id, std::move(value));
            }
        return change;
    };
    keep_up("session.used", save, [this, used](bool saved) {
        if (saved) return;
        const std::lock_guard lock(sessions_mutex_);
        sessions_used_.insert(used.begin(), used.end()); // where none is newer
    });
}

} // namespace pic::control
