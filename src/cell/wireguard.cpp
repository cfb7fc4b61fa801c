#include "cell/wireguard.hpp"

#include <algorithm>

#include "cell/fields.hpp"
#include "cell/ranges.hpp"
#include "cell/vpn_port.hpp"
#include "control/control.hpp"
#include "control/notes.hpp"
#include "ports/host.hpp"

namespace pic::cell {

using control::Change;
using control::Context;

namespace {

constexpr std::uint32_t greatest_mtu = 9000 - net::wireguard_overhead; // in jumbo frames

UpdateWireGuard changeable(const model::WireGuard& wireguard) {
    return {wireguard.ipv4, wireguard.ipv6, wireguard.port, wireguard.mtu};
}

std::uint32_t highest_offset(const model::View& view) {
    std::uint32_t highest = 0;
    view.peers.each([&](const auto& peer) { highest = std::max(highest, peer.value.offset); });
    return highest;
}

Status check_mtu(std::uint32_t mtu) {
    if (mtu < net::least_mtu)
        return fail(Code::invalid, "the MTU should be 1280 or more: IPv6 needs that much", "/mtu");
    if (mtu > greatest_mtu)
        return fail(Code::invalid,
                    "the MTU should be 8920 at most, which fits jumbo frames of 9000", "/mtu",
                    "leave it out: what fits the uplink is known");
    return {};
}

void note_fragments(Change& change, std::uint32_t mtu, const Context& context) {
    const auto uplink = ports::uplink_mtu(context.observed.host);
    if (!uplink || mtu + net::wireguard_overhead <= *uplink) return;
    control::add_note(change.reply.body,
                      "with the up to " + std::to_string(net::wireguard_overhead) +
                          " bytes of WireGuard a full packet is larger than the " +
                          std::to_string(*uplink) +
                          " that the uplink takes: it leaves in pieces, which is slow and which "
                          "some networks drop");
}

Result<Change> changed(const Context& context, const control::Call& call) {
    const auto& present = context.view.wireguard;
    PIC_TRY(control::unchanged(present.generation, call));
    auto merged = codec::to_json(changeable(present.value)).as_object();
    codec::merge(merged, call.input);
    PIC_LET(wanted, codec::from_json<UpdateWireGuard>(codec::json::value(merged)));
    if (wanted.port != present.value.port) PIC_TRY(check_port(wanted.port));
    if (wanted.mtu && wanted.mtu != present.value.mtu) PIC_TRY(check_mtu(*wanted.mtu));
    // One that meets a LAN now hinders no change of anything else.
    const auto& host = context.observed.host;
    if (wanted.ipv4 != present.value.ipv4)
        PIC_TRY(check_range4(wanted.ipv4, host, highest_offset(context.view)));
    if (wanted.ipv6 != present.value.ipv6) PIC_TRY(check_range6(wanted.ipv6, host));
    auto value = present.value;
    value.ipv4 = wanted.ipv4;
    value.ipv6 = wanted.ipv6;
    value.port = wanted.port;
    value.mtu = wanted.mtu;
    Change change;
    change.target = "wireguard";
    change.reply.body = codec::to_json(value);
    change.may_lock_out = value != present.value;
    if (value.mtu && value.mtu != present.value.mtu) note_fragments(change, *value.mtu, context);
    change.put("wireguard", std::move(value));
    return change;
}

// The port that is asked for, where it is another one; what is no port is refused by changed().
std::optional<std::uint16_t> other_port(const control::Call& call, const model::View& view) {
    const auto* asked = call.input.if_contains("port");
    if (asked == nullptr) return {};
    const auto port = codec::from_json<std::uint16_t>(*asked);
    if (!port || *port == view.wireguard.value.port) return {};
    return *port;
}

} // namespace

Result<control::Reply> show_wireguard(const control::Snapshot& snapshot, const control::Call&) {
    control::Reply reply;
    reply.body = codec::to_json(snapshot.view->wireguard.value);
    reply.generation = snapshot.view->wireguard.generation;
    return reply;
}

void update_wireguard(control::Control& control, control::Call call, control::Done done) {
    auto go_on = [&control, call, done](const Status& free) {
        if (!free) return done(fail(free.error()));
        const auto decision = [&](const Context& now) { return changed(now, call); };
        control.decide("wireguard.update", call, decision, done);
    };
    const auto port = other_port(call, control.state().view);
    if (!port || !check_port(*port)) return go_on({}); // refused there, with what else is wrong
    check_free(control, *port, std::move(go_on));
}

} // namespace pic::cell
