#include "control/plane.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <iterator>

#include "base/log.hpp"
#include "base/memory.hpp"
#include "plan/diff.hpp"

namespace pic::control {

namespace {

using namespace std::chrono_literals;

// A foreign change is repaired well within a second; a program that keeps changing things back is
// met ever more slowly.
constexpr auto first_delay = 50ms;
constexpr auto longest_delay = 10s;
constexpr auto slow_check = 5min;
// A check of a large cell takes long: most of the time is for everything else, whatever others keep
// changing; but one that was just made must not make the next repair late.
constexpr int part_for_checks = 5;
constexpr auto checks_at_once = 1s;

std::vector<ports::KernelStep> steps_between(const plan::Inputs& before, const plan::Inputs& after,
                                             const std::set<std::string>& owners) {
    std::vector<ports::Object> present, wanted; // of all of them: who goes, goes before who comes
    for (const auto& owner : owners) {
        std::ranges::move(plan::wanted(before, owner), std::back_inserter(present));
        std::ranges::move(plan::wanted(after, owner), std::back_inserter(wanted));
    }
    return plan::diff(std::move(present), std::move(wanted));
}

// Those whose time ran out, or was extended, are touched too.
void add_turned(const std::set<std::string>& before, const std::set<std::string>& after,
                std::set<std::string>& owners) {
    std::ranges::set_symmetric_difference(before, after, std::inserter(owners, owners.end()));
}

} // namespace

Plane::Plane(boost::asio::io_context& loop, KernelThread& kernel, const net::Ledger& ledger) :
    loop_(loop), kernel_(kernel), soon_(loop), slow_(loop), refusals_(first_delay, longest_delay),
    repairs_(first_delay, longest_delay), share_(part_for_checks, checks_at_once) {
    applied_.ledger = ledger;
}

void Plane::take(const State& state, std::set<std::string> expired) {
    applied_.view = state.view;
    applied_.secrets = state.secrets;
    applied_.expired = std::move(expired);
}

void Plane::start(const State& state, std::set<std::string> expired,
                  std::function<void(const CheckReport&)> reported) {
    started_ = true;
    reported_ = std::move(reported);
    take(state, std::move(expired));
    watch();
    run_check(applied_, [](auto) {});
}

void Plane::watch() {
    kernel_.submit([this](ports::Kernel& kernel) {
        auto watching = kernel.watch([this](ports::KernelEvent event) {
            boost::asio::post(loop_, [this, event] {
                if (heard_) heard_(event);
                notice();
            });
        });
        boost::asio::post(loop_, [this, watching = std::move(watching)] {
            const bool before = std::exchange(watches_, watching.has_value());
            if (before && !watching)
                log::warning("Changes that others make are noticed late: " +
                             watching.error().text());
        });
    });
}

void Plane::change(const State& state, std::set<std::string> expired, std::set<std::string> owners,
                   Settled settled) {
    auto before = applied_;
    take(state, std::move(expired));
    add_turned(before.expired, applied_.expired, owners);
    if (owners.contains(std::string(plan::cell_owner)))
        return run_check(std::move(before), std::move(settled));
    auto steps = steps_between(before, applied_, owners);
    if (!steps.empty()) return apply(std::move(steps), std::move(settled));
    boost::asio::post(loop_, [settled = std::move(settled)] { settled({}); });
}

void Plane::expire(std::set<std::string> expired) {
    if (expired == applied_.expired) return;
    std::set<std::string> owners;
    add_turned(applied_.expired, expired, owners);
    const auto before = applied_;
    applied_.expired = std::move(expired);
    apply(steps_between(before, applied_, owners), [](auto) {});
}

void Plane::apply(std::vector<ports::KernelStep> steps, Settled settled) {
    kernel_.submit([this, steps = std::move(steps),
                    settled = std::move(settled)](ports::Kernel& kernel) mutable {
        auto failures = failures_of(steps, kernel.apply(steps));
        boost::asio::post(loop_,
                          [this, failures = std::move(failures), settled = std::move(settled)] {
                              if (!failures.empty()) check();
                              settled(failures);
                          });
    });
}

void Plane::check() {
    if (!due_) check_within(refusals_.failed());
}

void Plane::notice() {
    disturbed_ = true;
    hasten();
}

void Plane::hasten() {
    if (!std::exchange(hastened_, true)) check_within(repairs_.failed());
}

// Or sooner, when a check is due before.
void Plane::check_within(std::chrono::milliseconds delay) {
    if (!started_) return;
    const auto time = std::max(std::chrono::steady_clock::now() + delay, share_.next());
    if (due_ && soon_.expiry() <= time) return;
    due_ = true;
    soon_.expires_at(time);
    soon_.async_wait([this](auto failure) {
        if (!failure) run_check(applied_, [](auto) {});
    });
}

void Plane::saw(const ports::WgDevice& device,
                const std::map<net::WgKey, ports::PeerCounters>& peers) {
    auto tunnel = plan::tunnel(applied_);
    tunnel.mtu = device.mtu; // others hear of that
    const auto& wireguard = applied_.view.wireguard.value;
    std::size_t expected = 0, found = 0;
    applied_.view.peers.each([&](const auto& peer) {
        if (!plan::admitted(applied_, peer.id, peer.value)) return;
        ++expected;
        const auto seen = peers.find(peer.value.public_key);
        if (seen != peers.end() && seen->second.allowed == plan::allowed(wireguard, peer.value))
            ++found;
    });
    if (device != tunnel || found != expected || found != peers.size()) notice();
}

// `before`: what the kernel was told until now.
void Plane::run_check(plan::Inputs before, Settled settled) {
    due_ = hastened_ = false;
    soon_.cancel();
    ++checks_;
    if (!watches_) watch();
    if (unseen_) before = *std::exchange(unseen_, std::nullopt);
    slow_.expires_after(slow_check);
    slow_.async_wait([this](auto failure) {
        if (!failure) notice();
    });
    kernel_.submit([this, inputs = applied_, before = std::move(before), failing = failing_,
                    disturbed = std::exchange(disturbed_, false),
                    settled = std::move(settled)](ports::Kernel& kernel) mutable {
        auto report = check_plane(kernel, inputs, before, failing, disturbed);
        give_memory_back();
        boost::asio::post(loop_,
                          [this, inputs = std::move(inputs), before = std::move(before), disturbed,
                           report = std::move(report), settled = std::move(settled)]() mutable {
                              if (report.host)
                                  saw(std::move(inputs.host), report.refused);
                              else
                                  saw_nothing(std::move(before), disturbed);
                              checked(std::move(report), settled);
                          });
    });
}

void Plane::saw(ports::Host host, std::set<std::string> refused) {
    applied_.host = std::move(host);
    failing_ = std::move(refused);
}

// The next check tells what others did until then, and takes nothing of ours for theirs.
void Plane::saw_nothing(plan::Inputs before, bool disturbed) {
    if (!unseen_) unseen_ = std::move(before);
    disturbed_ = disturbed_ || disturbed;
}

void Plane::checked(CheckReport report, const Settled& settled) {
    --checks_;
    share_.worked(std::chrono::steady_clock::now(), report.took);
    const bool settled_now = report.failures.empty() && report.done.empty();
    if (report.failures.empty()) refusals_.succeeded();
    // Who undoes what is ours is met ever more slowly; what the host does with its own is not.
    if (report.repaired.empty()) repairs_.succeeded();
    // What was done is looked at again: only a check that finds nothing ends the haste.
    if (!report.failures.empty())
        check_within(refusals_.failed());
    else if (!settled_now)
        hasten();
    reported_(report);
    settled(std::move(report.failures));
}

void Plane::plan(Planned planned) {
    kernel_.submit([this, inputs = applied_, planned = std::move(planned)](ports::Kernel& kernel) {
        auto lines = kernel.dump(inputs.ledger).map([&](ports::Snapshot snapshot) {
            auto seen = inputs;
            seen.host = std::move(snapshot.host);
            return explain_all(plan::diff(std::move(snapshot.objects), plan::wanted_by_all(seen)));
        });
        give_memory_back();
        boost::asio::post(loop_, [lines = std::move(lines), planned] { planned(lines); });
    });
}

void Plane::plan_change(const State& state, std::set<std::string> expired,
                        std::set<std::string> owners, Planned planned) const {
    auto after = applied_;
    after.view = state.view;
    after.secrets = state.secrets;
    after.expired = std::move(expired);
    add_turned(applied_.expired, after.expired, owners);
    kernel_.submit([&loop = loop_, before = applied_, after = std::move(after),
                    owners = std::move(owners), planned = std::move(planned)](ports::Kernel&) {
        const auto steps = owners.contains(std::string(plan::cell_owner))
                               ? plan::diff(plan::wanted_by_all(before), plan::wanted_by_all(after))
                               : steps_between(before, after, owners);
        give_memory_back();
        boost::asio::post(loop, [lines = explain_all(steps), planned] { planned(lines); });
    });
}

} // namespace pic::control
