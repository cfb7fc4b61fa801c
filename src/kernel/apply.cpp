// Making it so: batches of elements and peers, and what is the network's. What hangs on a device is
// in apply_device.cpp.
#include <algorithm>

#include "kernel/elements.hpp"
#include "kernel/netlink_kernel.hpp"
#include "kernel/routes.hpp"
#include "kernel/rules.hpp"

namespace pic::kernel {

using namespace ports;

namespace {

template <class T>
bool is(const KernelStep& step) {
    return std::holds_alternative<T>(step.object);
}

// Opens a way that the ruleset has to guard.
bool opens(const KernelStep& step) {
    return step.verb != Verb::remove && (is<WgPeer>(step) || is<DeviceSettings>(step));
}

Error held_back(const KernelStep& step) {
    return {Code::unavailable,
            std::string(is<WgPeer>(step) ? "no device is let in" : "nothing is passed on") +
                " while the cell's rules are refused",
            {},
            {},
            {}};
}

PeerChange change_of(const KernelStep& step) {
    const auto& peer = std::get<WgPeer>(step.object);
    const auto* present = step.present ? std::get_if<WgPeer>(&*step.present) : nullptr;
    return {&peer, step.verb == Verb::remove,
            present == nullptr || present->allowed != peer.allowed};
}

} // namespace

std::vector<Status> NetlinkKernel::apply(std::span<const KernelStep> steps) {
    std::vector<Status> outcome(steps.size());
    for (std::size_t next = 0; next < steps.size();) {
        std::size_t end = next + 1;
        while (end < steps.size() && steps[end].object.index() == steps[next].object.index())
            ++end;
        const auto run = steps.subspan(next, end - next);
        const auto results = std::span(outcome).subspan(next, end - next);
        apply_run(run, results);
        next = end;
    }
    return outcome;
}

// Consecutive steps of one kind. Who is shut out is, whatever becomes of the ruleset.
void NetlinkKernel::apply_run(std::span<const KernelStep> run, std::span<Status> results) {
    if (!ruleset_.holds() && std::ranges::any_of(run, opens) && run.size() > 1) {
        for (std::size_t i = 0; i < run.size(); ++i)
            apply_run(run.subspan(i, 1), results.subspan(i, 1));
    } else if (!ruleset_.holds() && opens(run.front())) {
        results.front() = fail(held_back(run.front()));
    } else if (is<SetElement>(run.front())) {
        apply_elements(run, results);
    } else if (is<WgPeer>(run.front())) {
        apply_peers(run, results);
    } else {
        std::ranges::transform(run, results.begin(),
                               [&](const auto& step) { return apply_one(step); });
    }
}

Status NetlinkKernel::apply_one(const KernelStep& step) {
    return std::visit(
        [&](const auto& object) -> Status {
            using T = std::remove_cvref_t<decltype(object)>;
            if constexpr (std::is_same_v<T, SetElement> || std::is_same_v<T, WgPeer>)
                return {}; // in batches, see above
            else
                return apply(object, step);
        },
        step.object);
}

Status NetlinkKernel::ask(Socket& socket, Message message, const std::string& what) {
    return status(socket.ask(message), what);
}

// A batch that is refused is tried again one by one, so that one bad element stops no other. An
// equal one is no error: what exists (EEXIST or EBUSY) leads elsewhere, is not ours, and is
// replaced.
void NetlinkKernel::apply_elements(std::span<const KernelStep> steps, std::span<Status> outcome) {
    const auto change = [&](std::span<const KernelStep> some) {
        auto message = change_elements(some);
        return nftables_.ask(message);
    };
    if (change(steps)) return;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        auto answer = change(steps.subspan(i, 1));
        if (steps[i].verb == Verb::add && (answer.is(EEXIST) || answer.is(EBUSY))) {
            const KernelStep other{Verb::change, steps[i].object, steps[i].object};
            answer = change({&other, 1});
        }
        const bool done = answer || (steps[i].verb == Verb::remove && answer.is(ENOENT));
        if (!done) outcome[i] = status(answer, "nftables refused an element");
    }
}

void NetlinkKernel::apply_peers(std::span<const KernelStep> steps, std::span<Status> outcome) {
    const auto family = wireguard_family();
    if (!family) {
        std::ranges::fill(outcome, Status(fail(family.error())));
        return;
    }
    const auto change = [&](std::span<const KernelStep> some) -> Answer {
        std::vector<PeerChange> changes;
        for (const auto& step : some)
            changes.push_back(change_of(step));
        for (auto& message : set_peers(*family, changes))
            if (auto answer = generic_.ask(message); !answer) return answer;
        return {};
    };
    if (change(steps)) return;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto answer = change(steps.subspan(i, 1));
        const bool done = answer || (steps[i].verb == Verb::remove && answer.is(ENODEV));
        if (!done) outcome[i] = status(answer, "WireGuard refused a peer");
    }
}

Status NetlinkKernel::apply(const Rule& rule, const KernelStep& step) {
    const auto what = "the routing rule " + std::to_string(rule.priority);
    if (step.verb == Verb::remove)
        return gone_is_fine(ask(route_, remove_rule(rule), what + " stays"));
    auto message = add_rule(rule);
    const auto answer = route_.ask(message);
    if (!answer && !answer.is(EEXIST)) return status(answer, what + " cannot be added");
    // Two that differ stand beside each other, so there is no moment without one.
    if (step.verb == Verb::change)
        return gone_is_fine(ask(route_, remove_rule(std::get<Rule>(*step.present)), what));
    return {};
}

Status NetlinkKernel::apply(const Route& route, const KernelStep& step) {
    int index = 0;
    if (!route.device.empty()) {
        const auto found = index_of(route.device);
        if (!found && step.verb == Verb::remove) return {};
        if (!found) return fail(found.error());
        index = *found;
    }
    const auto what = "the route to " + route.destination.text();
    if (step.verb == Verb::remove)
        return gone_is_fine(ask(route_, remove_route(route, index), what + " stays"));
    return ask(route_, add_route(route, index), what + " cannot be added");
}

Status NetlinkKernel::apply(const Ruleset& ruleset, const KernelStep& step) {
    if (step.verb == Verb::remove) return ruleset_.remove();
    return ruleset_.load(ruleset, [this] { return dump_elements(); });
}

} // namespace pic::kernel
