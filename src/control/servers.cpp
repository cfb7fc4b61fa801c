#include "control/servers.hpp"

#include <algorithm>

#include "control/collection.hpp"

namespace pic::control {

namespace {

// Longer than a web server takes to read its settings on a small machine.
constexpr std::chrono::seconds patience{10};

// What no server's file has a word of. pic-dns hears of peers otherwise (dns/names_feed.hpp).
constexpr std::string_view unread[] = {"unit",
                                       "file",
                                       "firewall",
                                       "http",
                                       Collection<model::Peer>::name,
                                       Collection<model::RestingAddress>::name,
                                       Collection<model::User>::name,
                                       Collection<model::Session>::name,
                                       Collection<model::Pending>::name};

} // namespace

bool Servers::may_read(std::string_view noun) {
    return std::ranges::find(unread, noun) == std::end(unread);
}

void Servers::start() {
    subscription_ = control_.subscribe([this](const Event& event) {
        if (may_read(event.noun)) refresh();
    });
    // pic.target pulls it in beside picd: it may become active after us.
    control_.world().units.watch("pic-plane.service", [this](const ports::UnitState& plane) {
        if (plane.active != "active") return;
        plane_since_ = plane.changed;
        refresh();
    });
    for (const auto& server : servers_)
        server->start();
    refresh();
}

void Servers::stop() {
    stopped_ = true;
    waiters_.clear();
    subscription_.reset();
    for (const auto& server : servers_)
        server->stop();
}

void Servers::refresh() {
    if (std::exchange(refreshing_, true)) return;
    boost::asio::post(control_.world().loop, [this] {
        refreshing_ = false;
        deferred_ = control_.plane().checking();
        if (!stopped_ && !deferred_) settle();
    });
}

void Servers::looked() {
    if (deferred_) refresh();
}

void Servers::settle() {
    for (const auto& server : servers_)
        server->settle(plane_since_);
    moved();
}

void Servers::when_in_force(InForce then) {
    const auto number = ++waited_;
    auto& waiter = waiters_
                       .try_emplace(number, std::move(then),
                                    boost::asio::steady_timer(control_.world().loop, patience))
                       .first->second;
    waiter.patience.async_wait([this, number](auto failure) {
        if (!failure) answer(number);
    });
    refresh();
}

// A refresh that is to come may find more to read.
void Servers::moved() {
    const auto is_busy = [](const auto& server) { return server->busy(); };
    if (deferred_ || std::ranges::any_of(servers_, is_busy)) return;
    while (!refreshing_ && !waiters_.empty())
        answer(waiters_.begin()->first);
}

// A timer that has run out cannot be called back: its waiter may be gone.
void Servers::answer(std::uint64_t number) {
    const auto waiter = waiters_.extract(number);
    if (waiter.empty()) return;
    std::vector<std::string> pending;
    for (const auto& server : servers_)
        if (auto behind = server->behind(); !behind.empty()) pending.push_back(std::move(behind));
    waiter.mapped().then(std::move(pending));
}

void Servers::clock_lost() {
    for (const auto& server : servers_)
        server->clock_lost();
}

Server* Servers::find(const std::string& unit) const {
    for (const auto& server : servers_)
        if (server->unit() == unit) return server.get();
    return nullptr;
}

} // namespace pic::control
