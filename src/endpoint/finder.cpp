#include "endpoint/finder.hpp"

#include <sodium.h>

#include "base/log.hpp"
#include "control/forbidden.hpp"
#include "control/reach.hpp"
#include "endpoint/ask.hpp"
#include "endpoint/judge.hpp"

namespace pic::endpoint {

namespace {

using namespace std::chrono_literals;
using control::Context;

constexpr Backoff::Delay first_try = 5s, last_try = 10min;
constexpr std::uint32_t least_interval = 240'000, interval_spread = 120'000; // milliseconds

// A network that comes up does so in several steps. One that goes is given time to come back: for a
// router that restarts nobody's file is called out of date.
constexpr auto after_gain = 1s, after_loss = 30s;

bool has_lost(const Uplinks& before, const Uplinks& now) {
    return (before.v4 && !now.v4) || (before.public6 && !now.public6 && before.v4 == now.v4);
}

Question question_of(const Context& context, const Uplink4& uplink) {
    const auto& view = context.view;
    Question question;
    question.uplink = uplink;
    question.known = context.observed.endpoint.heard.stun;
    const auto on = control::allowed(view, context.settings);
    if (on.stun) question.stun_servers = view.endpoint.value.stun_servers;
    for (const auto& own : model::cell_addresses(view.wireguard.value))
        question.not_resolvers.push_back(own);
    if (on.lan_dns)
        for (const auto& each : context.observed.host.addresses)
            if (each.device != "lo") question.not_resolvers.push_back(each.address);
    return question;
}

void publish(control::Control& control, const Evidence& evidence) {
    const auto context = control.durable_context();
    const auto& before = context.observed.endpoint;
    auto found = next_verdict(before, evidence);
    found.at = before.at;
    if (found == before) return;
    found.at = context.now;
    control.observe([&](control::Observed& observed) { observed.endpoint = std::move(found); },
                    {"endpoint", "", 0});
    const auto now = control.durable_context();
    log::info("Endpoint: " + control::reach_text(now.view, now.observed) + " (" +
              now.observed.endpoint.how + ").");
}

} // namespace

void look(control::Control& control, std::function<void(bool silent)> then) {
    const auto context = control.durable_context();
    if (!context.view.set_up() || context.observed.host.links.empty()) return then(false);
    Evidence evidence{uplinks_of(context.observed.host),
                      {},
                      control::allowed(context.view, context.settings).stun};
    const auto& v4 = evidence.uplinks.v4;
    if (!v4 || net::is_public(v4->address)) {
        publish(control, evidence);
        return then(false);
    }
    control.on_worker([question = question_of(context, *v4)] { return ask(question); },
                      [&control, evidence, then = std::move(then)](control::Heard heard) mutable {
                          // What was asked by a way that is gone meanwhile is worth nothing.
                          const auto& host = control.durable_context().observed.host;
                          if (uplinks_of(host) != evidence.uplinks) return then(true);
                          const bool silent = !heard.stun && !heard.router;
                          evidence.heard = std::move(heard);
                          publish(control, evidence);
                          then(silent);
                      });
}

Finder::Finder(control::Control& control) :
    control_(control), timer_(control.world().loop), backoff_(first_try, last_try) {}

void Finder::start() {
    subscription_ = control_.subscribe([this](const control::Event& event) { happened(event); });
    wait(first_try);
}

void Finder::stop() {
    stopped_ = true;
    subscription_.reset();
    timer_.cancel();
}

void Finder::happened(const control::Event& event) {
    if (event.noun == "plane") uplinks_seen(uplinks_of(control_.durable_context().observed.host));
    const bool setting =
        event.noun == "cell" || event.noun == "wireguard" || event.noun == "endpoint";
    if (setting && event.generation != 0) want(0ms);
}

void Finder::uplinks_seen(const Uplinks& now) {
    if (now == seen_) return;
    backoff_.succeeded(); // another network deserves another try
    if (!seen_)
        want(0ms);
    else
        want(has_lost(*seen_, now) ? after_loss : after_gain);
    seen_ = now;
}

void Finder::want(std::chrono::milliseconds delay) {
    if (looking_)
        wanted_ = std::min(delay, wanted_.value_or(delay));
    else
        wait(delay);
}

void Finder::wait(std::chrono::milliseconds delay) {
    timer_.expires_after(delay);
    timer_.async_wait([this](auto failure) {
        if (failure || stopped_) return;
        looking_ = true;
        // What a later loss is a loss against, also when nothing has changed since the start.
        if (!seen_) seen_ = uplinks_of(control_.durable_context().observed.host);
        look(control_, [this](bool silent) { looked(silent); });
    });
}

void Finder::looked(bool silent) {
    looking_ = false;
    if (stopped_) return;
    if (wanted_) return wait(*std::exchange(wanted_, std::nullopt));
    if (silent) return wait(backoff_.failed());
    backoff_.succeeded();
    wait(std::chrono::milliseconds(least_interval + randombytes_uniform(interval_spread)));
}

} // namespace pic::endpoint
