#include "control/counters.hpp"

#include "base/log.hpp"
#include "control/arrivals.hpp"
#include "ports/host.hpp"

namespace pic::control {

namespace {

using namespace std::chrono_literals;
constexpr auto eager = 1s, usual = 15s;
constexpr int share = 100, awaited = 10; // of the time that reading may take: one part
constexpr auto connected_within = 180s;  // WireGuard renews a session every two minutes

} // namespace

// On the kernel thread, all of it: the loop gets a finished map.
Result<Counters::Reading> Counters::read_from(ports::Kernel& kernel,
                                              const PeerCountersByKey& before, Time now) {
    PIC_LET(status, kernel.wireguard(std::string(net::cell_device)));
    auto counters = std::make_shared<PeerCountersByKey>();
    Reading reading;
    reading.device = std::move(status.device);
    for (auto& each : status.peers) {
        const Time last{std::chrono::seconds(each.last_handshake)};
        if (each.last_handshake != 0 && now - last <= connected_within) ++reading.connected;
        const auto key = each.public_key;
        counters->insert_or_assign(key, std::move(each));
    }
    reading.changed = *counters != before;
    reading.counters = std::move(counters);
    return reading;
}

void Counters::wait(std::chrono::milliseconds delay) {
    timer_.expires_after(delay);
    timer_.async_wait([this](auto failure) {
        if (!failure) read();
    });
}

void Counters::read() {
    const auto& observed = control_.durable_context().observed;
    if (ports::find_link(observed.host, net::cell_device) == nullptr) return wait(eager);
    const auto now = control_.world().clock.now();
    const auto awaiting =
        somebody_waits() ? std::optional(control_.state().view.wireguard.value) : std::nullopt;
    control_.world().kernel.submit([this, before = observed.counters, now, awaiting,
                                    arrivals = observed.arrivals](ports::Kernel& kernel) {
        const auto begin = std::chrono::steady_clock::now();
        auto reading = read_from(kernel, *before, now);
        if (reading) reading->arrivals.named = arrivals.named;
        if (reading && awaiting) // without connection tracking the handshake alone is told
            if (auto read = read_arrivals(kernel, *awaiting, arrivals)) reading->arrivals = *read;
        const auto took =
            std::chrono::ceil<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
        boost::asio::post(control_.world().loop,
                          [this, reading = std::move(reading), took] { take(reading, took); });
    });
}

void Counters::take(const Result<Reading>& reading, std::chrono::milliseconds took) {
    if (!reading) {
        // Once: it is read again every few seconds.
        if (const auto text = reading.error().text(); std::exchange(unread_, text) != text)
            log::warning("Which devices are connected cannot be read: " + text);
        return wait(usual);
    }
    unread_.clear();
    const auto& last = control_.durable_context().observed;
    if (reading->changed || reading->connected != last.connected ||
        reading->arrivals != last.arrivals)
        control_.observe(
            [&](Observed& observed) {
                observed.counters = reading->counters;
                observed.connected = reading->connected;
                observed.arrivals = reading->arrivals;
            },
            {"peers", "", 0});
    control_.plane().saw(reading->device, *reading->counters);
    const bool waits = somebody_waits();
    const std::chrono::milliseconds least = waits ? eager : usual;
    wait(std::max(least, took * (waits ? awaited : share)));
}

bool Counters::somebody_waits() const {
    const auto context = control_.durable_context();
    return context.view.peers.find_if([&](const auto& peer) {
        return peer.value.enabled && context.now - peer.value.created <= arrival_patience &&
               arrival_of(peer, context.view, context.observed, context.now) != Arrival::arrived;
    }) != nullptr;
}

} // namespace pic::control
