// Making it so.
#include <algorithm>
#include <net/if.h>

#include "kernel/addresses.hpp"
#include "kernel/elements.hpp"
#include "kernel/netlink_kernel.hpp"
#include "kernel/routes.hpp"
#include "kernel/rules.hpp"

namespace pic::kernel {

using namespace ports;

namespace {

Result<int> index_of(const std::string& device) {
    const auto index = static_cast<int>(if_nametoindex(device.c_str()));
    if (index == 0) return fail(Code::not_found, "there is no device " + device);
    return index;
}

// Removing what is gone succeeds.
Status gone_is_fine(Status outcome) {
    if (!outcome && outcome.error().code == Code::not_found) return {};
    return outcome;
}

template <class T>
bool is(const KernelStep& step) {
    return std::holds_alternative<T>(step.object);
}

Error held_back() {
    return {
        Code::unavailable, "no device is let in while the cell's rules are refused", {}, {}, {}};
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
        if (is<SetElement>(steps[next]))
            apply_elements(run, results);
        else if (is<WgPeer>(steps[next]) && rules_refused_)
            for (std::size_t i = 0; i < run.size(); ++i) // who is shut out is, all the same
                if (run[i].verb == Verb::remove)
                    apply_peers(run.subspan(i, 1), results.subspan(i, 1));
                else
                    results[i] = fail(held_back());
        else if (is<WgPeer>(steps[next]))
            apply_peers(run, results);
        else
            std::ranges::transform(run, results.begin(),
                                   [&](const auto& step) { return apply_one(step); });
        next = end;
    }
    return outcome;
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

// A batch that is refused is tried again one by one, so that one bad element stops no other.
void NetlinkKernel::apply_elements(std::span<const KernelStep> steps, std::span<Status> outcome) {
    const auto change = [&](std::span<const KernelStep> some) {
        return nftables_.ask(*std::make_unique<Message>(change_elements(some)));
    };
    if (change(steps)) return;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto answer = change(steps.subspan(i, 1));
        const bool done = answer || (steps[i].verb == Verb::remove && answer.is(ENOENT)) ||
                          (steps[i].verb == Verb::add && answer.is(EEXIST));
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

Status NetlinkKernel::apply(const WgDevice& device, const KernelStep& step) {
    if (step.verb == Verb::remove) {
        const auto index = index_of(device.name);
        if (!index) return {};
        return gone_is_fine(ask(route_, delete_link(*index), "the device stays"));
    }
    if (step.verb == Verb::add)
        PIC_TRY(ask(route_, create_wireguard(device.name, device.mtu),
                    "the WireGuard device " + device.name + " cannot be made"));
    const auto* present = step.present ? std::get_if<WgDevice>(&*step.present) : nullptr;
    const DeviceChange change{present == nullptr || present->private_key != device.private_key,
                              present == nullptr || present->port != device.port,
                              present == nullptr || present->fwmark != device.fwmark};
    PIC_LET(family, wireguard_family());
    auto settings = set_wireguard(family, device, change);
    PIC_TRY(status_of_port(generic_.ask(settings), device.port,
                           "WireGuard refused the settings of " + device.name));
    PIC_LET(index, index_of(device.name));
    auto up = bring_up(index, device.mtu);
    return status_of_port(route_.ask(up), device.port,
                          device.name + " cannot be brought up on UDP port " +
                              std::to_string(device.port));
}

// A refusal that names who has the port, when that is why.
Status NetlinkKernel::status_of_port(const Answer& answer, std::uint16_t port,
                                     const std::string& what) {
    if (!answer.is(EADDRINUSE)) return status(answer, what);
    auto error = refusal(answer, what);
    if (const auto found = holders({Transport::udp, port}); found && !found->empty()) {
        error.causes.push_back(text(found->front()));
        error.remedy = remedy(found->front());
    }
    return fail(std::move(error));
}

Status NetlinkKernel::apply(const DeviceSettings& settings, const KernelStep& step) {
    const auto index = index_of(settings.device);
    if (step.verb == Verb::remove) return index ? restore(settings.device, *index) : Status();
    if (!index) return fail(index.error());
    if (!settings_memory_.knows(settings.device)) PIC_TRY(remember(settings.device, *index));
    return ask(route_, set_forwarding(*index, settings.forwarding, settings.src_valid_mark),
               "the IPv4 settings of " + settings.device + " cannot be changed");
}

Status NetlinkKernel::remember(const std::string& device, int index) {
    auto message = list_links();
    std::optional<DeviceSettings> now;
    const auto answer = route_.dump(
        message, [&] { now.reset(); },
        [&](const Socket::Part& part) {
            const auto found = decode_link(part.type, part.payload);
            if (found && found->link.index == index) now = found->settings;
        });
    PIC_TRY(status(answer, "the settings of " + device + " cannot be read"));
    return now ? settings_memory_.remember(*now) : Status();
}

// Forgotten only when it is done: what failed is tried again.
Status NetlinkKernel::restore(const std::string& device, int index) {
    const auto before = settings_memory_.of(device);
    if (!before) return {};
    const bool forwarding = before->forwarding || others_route();
    PIC_TRY(ask(route_, set_forwarding(index, forwarding, before->src_valid_mark),
                "the IPv4 settings of " + device + " cannot be put back"));
    return settings_memory_.forget(device);
}

Status NetlinkKernel::apply(const DeviceAddress& address, const KernelStep& step) {
    const auto index = index_of(address.device);
    if (!index && step.verb == Verb::remove) return {};
    if (!index) return fail(index.error());
    const auto what = "the address " + address.address.text() + " of " + address.device;
    if (step.verb != Verb::add) {
        const auto& present =
            step.verb == Verb::change ? std::get<DeviceAddress>(*step.present) : address;
        const auto answer = route_.ask(*std::make_unique<Message>(remove_address(present, *index)));
        if (!answer && !answer.is(EADDRNOTAVAIL, ENODEV)) return status(answer, what + " stays");
        if (step.verb == Verb::remove) return {};
    }
    return ask(route_, add_address(address, *index), what + " cannot be added");
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
    auto loaded = ruleset_.load(ruleset);
    rules_refused_ = !loaded && step.verb == Verb::add; // a change that is refused leaves the old
    return loaded;
}

} // namespace pic::kernel
