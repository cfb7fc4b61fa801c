#include "access/keeper.hpp"

#include "access/session.hpp"
#include "access/sign_ins.hpp"
#include "base/log.hpp"

namespace pic::access {

using control::Change;
using control::Context;

namespace {

using namespace std::chrono_literals;
constexpr auto interval = 1s, pause_after_failure = 60s;

// Made by a clock that was wrong: it counts from when the clock is right.
bool misdated(const model::Session& session, Time now) {
    return now >= clock_floor() && (session.created < clock_floor() || session.created > now);
}

Change tidied(const model::View& view, Time now) {
    Change change;
    std::size_t over = 0;
    view.sessions.each([&](const auto& session) {
        if (view.users.find(session.value.user) == nullptr || !alive(session.value, now)) {
            change.erase<model::Session>(session.id);
            ++over;
        } else if (misdated(session.value, now)) {
            auto value = session.value;
            value.created = value.last_used = now;
            change.put(session.id, std::move(value));
        }
    });
    change.audited = over > 0;
    change.target = std::to_string(over) + (over == 1 ? " session" : " sessions");
    return change;
}

} // namespace

void Keeper::start() {
    tick();
}

void Keeper::stop() {
    timer_.cancel();
    write(control_.part<SignIns>().failed.all());
}

void Keeper::tick() {
    const auto now = control_.world().clock.steady();
    write(control_.part<SignIns>().failed.due(now));
    if (now >= not_before_) keep_sessions();
    timer_.expires_after(interval);
    timer_.async_wait([this](auto failure) {
        if (!failure) tick();
    });
}

void Keeper::keep_sessions() {
    const auto context = control_.context();
    auto change = tidied(context.view, context.now);
    if (change.edits.empty()) return;
    const auto decision = [&](const Context&) -> Result<Change> { return std::move(change); };
    control_.change(
        control::picd(), "session.expire", decision, [this](const Result<control::Reply>& reply) {
            if (reply) return;
            log::error("Sessions that are over cannot be removed: " + reply.error().text());
            not_before_ = control_.world().clock.steady() + pause_after_failure;
        });
}

void Keeper::write(const std::vector<FailedSignIns::Count>& counts) {
    for (const auto& count : counts) {
        control::Caller nobody;
        nobody.address = count.address;
        const auto decision = [&](const Context&) -> Result<Change> {
            Change change;
            change.target = target_of(count);
            change.result = result_of(count);
            return change;
        };
        control_.change(nobody, count.action, decision, [](const Result<control::Reply>& reply) {
            if (!reply)
                log::error("Failed sign-ins are missing in the audit: " + reply.error().text());
        });
    }
}

} // namespace pic::access
