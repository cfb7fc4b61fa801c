#include "control/counters.hpp"

#include "base/log.hpp"
#include "ports/host.hpp"

namespace pic::control {

namespace {

using namespace std::chrono_literals;
constexpr auto eager = 1s, usual = 15s;
constexpr int share = 100;            // of the time that reading may take: one part
constexpr auto patience = 10min;      // that a new device is waited for

} // namespace

void Counters::wait(std::chrono::milliseconds delay) {
    timer_.expires_after(delay);
    timer_.async_wait([this](auto failure) {
        if (!failure) read();
    });
}

void Counters::read() {
    if (ports::find_link(control_.context().observed.host, net::cell_device) == nullptr)
        return wait(eager);
    control_.world().kernel.submit([this](ports::Kernel& kernel) {
        const auto begin = std::chrono::steady_clock::now();
        auto counters = kernel.counters(std::string(net::cell_device));
        const auto took = std::chrono::ceil<std::chrono::milliseconds>(
            std::chrono::steady_clock::now() - begin);
        boost::asio::post(control_.world().loop,
                          [this, counters = std::move(counters), took]() mutable {
                              take(std::move(counters), took);
                          });
    });
}

void Counters::take(Result<std::vector<ports::PeerCounters>> counters,
                    std::chrono::milliseconds took) {
    if (!counters) {
        log::debug("The peers' counters cannot be read: " + counters.error().text());
        return wait(usual);
    }
    std::map<net::WgKey, ports::PeerCounters> now;
    for (auto& each : *counters) now[each.public_key] = std::move(each);
    if (now != control_.context().observed.counters)
        control_.observe([&](Observed& observed) { observed.counters = std::move(now); },
                         {"peers", "", 0});
    const std::chrono::milliseconds least = somebody_waits() ? eager : usual;
    wait(std::max(least, took * share));
}

bool Counters::somebody_waits() const {
    const auto context = control_.context();
    return context.view.peers.find_if([&](const auto& peer) {
        if (!peer.value.enabled || context.now - peer.value.created > patience) return false;
        const auto seen = context.observed.counters.find(peer.value.public_key);
        return seen == context.observed.counters.end() || seen->second.last_handshake == 0;
    }) != nullptr;
}

} // namespace pic::control
