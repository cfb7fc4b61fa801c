#include "hostfirewall/watch.hpp"

#include "base/log.hpp"
#include "control/errand.hpp"
#include "hostfirewall/acts.hpp"
#include "hostfirewall/look.hpp"

namespace pic::hostfirewall {

namespace {

using namespace std::chrono_literals;

// A firewall that starts makes many changes in a row; one look after them is enough. Where rules
// change all the time, looking takes a twentieth of the kernel thread's time, however many they
// are.
constexpr auto settling = 300ms;
constexpr int share = 20;
constexpr auto between_tries = 1min;

} // namespace

Watch::Watch(control::Control& control) :
    control_(control), timer_(control.world().loop), retry_(control.world().loop) {}

void Watch::start() {
    control_.plane().on_event([this](ports::KernelEvent event) {
        if (event == ports::KernelEvent::ruleset) soon();
    });
    // What the packets asked about are made of: the host's devices and addresses, the VPN's ranges.
    subscription_ = control_.subscribe([this](const control::Event& event) {
        if (event.noun == "plane" || event.noun == "wireguard" || event.noun == "cell") soon();
    });
}

void Watch::stop() {
    stopped_ = true;
    subscription_.reset();
    timer_.cancel();
    retry_.cancel();
}

void Watch::soon() {
    if (looking_) again_ = true;
    if (stopped_ || looking_ || std::exchange(due_, true)) return;
    const auto now = control_.world().clock.steady();
    timer_.expires_after(
        std::max<std::chrono::steady_clock::duration>(settling, not_before_ - now));
    timer_.async_wait([this](auto failure) {
        due_ = false;
        if (!failure) look_now();
    });
}

void Watch::look_now() {
    looking_ = true;
    look(control_, [this](const auto& took) {
        looking_ = false;
        if (took) {
            unread_ = false;
            not_before_ = control_.world().clock.steady() + share * *took;
            keep_open();
        } else {
            if (!std::exchange(unread_, true))
                log::warning("The host's packet filter cannot be read: " + took.error().text());
            not_before_ = control_.world().clock.steady() + between_tries;
            again_ = true;
        }
        if (std::exchange(again_, false)) soon();
    });
}

void Watch::keep_open() {
    const auto context = control_.durable_context();
    if (stopped_ || !context.view.set_up()) return;
    const auto port = context.view.wireguard.value.port;
    const auto seen = control_.snapshot();
    const auto lost_before = std::exchange(lost_, {});
    for (const auto& firewall : seen->observed->firewalls.present) {
        if (firewall.opened == 0 || !firewall.active) continue;
        const bool blocks =
            std::ranges::any_of(seen->observed->firewalls.obstacles, [&](const auto& obstacle) {
                return obstacle.kind == firewall.kind && obstacle.certain;
            });
        const bool lost = firewall.kind == FirewallKind::docker && blocks;
        if (lost) lost_.insert(firewall.kind);
        // Seen twice: whoever makes many changes in a row is met in the middle once.
        if (firewall.opened != port || (lost && lost_before.contains(firewall.kind)))
            open_again(firewall.kind, port);
        else if (lost)
            soon();
    }
}

void Watch::open_again(FirewallKind kind, std::uint16_t port) {
    const auto now = control_.world().clock.steady();
    const auto before = tried_.find(kind);
    if (before != tried_.end() && before->second.port == port &&
        now - before->second.when < between_tries) {
        retry_.expires_after(before->second.when + between_tries - now);
        retry_.async_wait([this](auto failure) {
            if (!failure) soon();
        });
        return;
    }
    tried_[kind] = {port, now};
    log::notice(std::string(name_of(kind)) + " is opened again, as it was before.",
                {{"PIC_PORT", std::to_string(port)}});
    const auto job = [this, unit = again_unit(kind, port)](auto ended) {
        control_.world().units.call(ports::UnitVerb::start, unit, std::move(ended));
    };
    control::run_errand(control_,
                        {control::picd(), "firewall.open", std::string(name_of(kind)), job},
                        [this, kind](const Result<control::Reply>& outcome) {
                            if (!outcome)
                                log::warning(std::string(name_of(kind)) +
                                             " was not opened again: " + outcome.error().text());
                            soon();
                        });
}

} // namespace pic::hostfirewall
