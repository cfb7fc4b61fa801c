#include "peers/change.hpp"

#include "base/id.hpp"
#include "control/client_file.hpp"
#include "control/index.hpp"
#include "control/notes.hpp"
#include "control/operation.hpp"
#include "control/pending.hpp"
#include "control/way_in.hpp"
#include "model/secret_name.hpp"
#include "peers/check.hpp"
#include "peers/peer.hpp"
#include "ports/host.hpp"

namespace pic::peers {

using control::Change;
using control::Context;

namespace {

Result<std::uint32_t> free_offset(const Context& context) {
    const auto& range = context.view.wireguard.value.ipv4;
    const auto last = control::last_offset(context.view);
    if (const auto offset = context.index.free_offset(last)) return *offset;
    return fail(Code::conflict, "every address of " + range.text() + " is taken or resting", {},
                "remove peers that nobody uses, or give the cell a wider range");
}

// New keys for a peer, and the one file that holds them.
struct Keys {
    net::WgKey public_key;
    Secret private_key, preshared_key; // empty: the caller's own; none
};

Result<Keys> make_keys(const net::WgKey& callers, bool preshared) {
    Keys keys{callers, {}, {}};
    if (callers.empty()) {
        keys.private_key = net::new_private_key();
        PIC_LET(derived, net::public_key(keys.private_key));
        keys.public_key = derived;
    }
    if (preshared) keys.preshared_key = net::new_preshared_key();
    return keys;
}

Status check_kept(const net::WgKey& callers, bool keep) {
    if (callers.empty() || !keep) return {};
    return fail(Code::invalid, "of a public key the cell has no private one to keep", "/keep_key",
                "leave one of the two out");
}

model::KeyOrigin origin(const net::WgKey& callers, bool keep) {
    if (!callers.empty()) return model::KeyOrigin::caller;
    return keep ? model::KeyOrigin::kept : model::KeyOrigin::forgotten;
}

void note_mismatch(Change& change, const model::Peer& peer) {
    if (auto note = mismatch_note(peer); !note.empty())
        control::add_note(change.reply.body, std::move(note));
}

void note_expired(Change& change, const model::Peer& peer, const Context& context) {
    if (!peer.enabled || !peer.expires || *peer.expires > context.now) return;
    control::add_note(change.reply.body,
                      peer.name + " has expired and stays shut out: picctl peer update " +
                          peer.name + " --expires none, or a time to come, lets it in");
}

// Somebody who kept the key on the device may not have meant to give that up.
void note_key_of_the_cell(Change& change, const model::Peer& before, const net::WgKey& callers) {
    if (before.key_origin != model::KeyOrigin::caller || !callers.empty()) return;
    control::add_note(change.reply.body,
                      before.name +
                          " had a private key that the cell never saw; the cell made the "
                          "one in this file. To use one of the device's own again: picctl "
                          "peer issue " +
                          before.name + " --public-key KEY");
}

// Who may use the LAN through a split tunnel wants the home's networks to lead into it. They are
// chosen once, here: a machine that moves on must not make its devices' files out of date.
void choose_routes(model::Peer& peer, const Context& context, const control::Call& call) {
    if (call.input.contains("routes") || peer.tunnel != model::Tunnel::split ||
        !peer.permissions.lan || !peer.routes.empty())
        return;
    const auto& wireguard = context.view.wireguard.value;
    for (const auto& network : ports::home_networks(context.observed.host))
        if (!network.overlaps(wireguard.ipv4) && !network.overlaps(wireguard.ipv6))
            peer.routes.push_back(network);
}

// Puts the peer with these keys into `change`, its file into the answer.
Status hand_out(Change& change, const Context& context, const std::string& id, model::Peer peer,
                Keys keys) {
    peer.public_key = keys.public_key;
    peer.preshared = !keys.preshared_key.empty();
    PIC_LET(conf, control::client_file(peer, context.view, context.observed));
    conf.private_key = keys.private_key;
    conf.preshared_key = keys.preshared_key;
    const auto text = formats::client_conf_text(conf);
    peer.issued.clear(); // nothing to compare this very file with
    IssuedPeer issued{view_of({id, 0, peer}, context.view, context.observed, context.now),
                      std::string(text.reveal())};
    peer.issued = control::client_digest(peer, context.view, context.observed);
    issued.peer.issued = peer.issued;
    change.reply.body = codec::to_json(issued);
    note_mismatch(change, peer);
    if (control::wireguard_waits(context.view))
        control::add_note(
            change.reply.body,
            "a change of the VPN waits to be confirmed, and this file is made for it: "
            "unless it is (picctl status shows it) the file leads nowhere");
    change.keep_secret(model::preshared_secret(id), keys.preshared_key);
    change.keep_secret(model::private_secret(id), peer.key_origin == model::KeyOrigin::kept
                                                      ? std::move(keys.private_key)
                                                      : Secret());
    change.target = peer.name;
    change.put(id, std::move(peer));
    return {};
}

// Who came in by a device cannot shut it out: the answer would not arrive, nor a new file, and
// nobody could take it back.
Status guard_way_in(const Context& context, const control::Caller& caller,
                    const model::Peer& peer) {
    const auto& wireguard = context.view.wireguard.value;
    const auto address = net::Address::parse(caller.address);
    if (!address || !control::through_tunnel(caller, context) ||
        (*address != model::address4(wireguard, peer.offset) &&
         *address != model::address6(wireguard, peer.offset)))
        return {};
    return fail(Code::conflict, "you came in by this device, and it would be shut out", "/id",
                "do it from another device, from the home network, or on the machine");
}

bool lets_in(const model::Peer& peer) {
    return peer.enabled && peer.permissions.services;
}

} // namespace

Result<Change> add(const Context& context, const control::Call& call) {
    PIC_LET(input, control::input_of<AddPeer>(call));
    PIC_TRY(check_options(input, context, {}));
    PIC_TRY(check_expiry(input.expires, context));
    PIC_TRY(check_key(input.public_key, context, call.caller, {}));
    PIC_TRY(check_kept(input.public_key, input.keep_key));
    PIC_LET(offset, free_offset(context));
    PIC_LET(keys, make_keys(input.public_key, input.preshared));
    model::Peer peer;
    static_cast<model::PeerOptions&>(peer) = input;
    peer.offset = offset;
    peer.key_origin = origin(input.public_key, input.keep_key);
    peer.created = context.now;
    choose_routes(peer, context, call);
    Change change;
    PIC_TRY(hand_out(change, context, new_id(), std::move(peer), std::move(keys)));
    return change;
}

Result<Change> issue(const Context& context, const control::Call& call) {
    PIC_LET(input, control::input_of<IssuePeer>(call));
    PIC_LET(peer, find_peer(context.view, call.caller, input.id));
    PIC_TRY(control::unchanged(peer->generation, call));
    PIC_TRY(guard_way_in(context, call.caller, peer->value));
    PIC_TRY(check_key(input.public_key, context, call.caller, peer->id));
    PIC_TRY(check_kept(input.public_key, input.keep_key));
    PIC_LET(keys, make_keys(input.public_key, peer->value.preshared));
    auto value = peer->value;
    value.key_origin = origin(input.public_key, input.keep_key);
    Change change;
    PIC_TRY(hand_out(change, context, peer->id, std::move(value), std::move(keys)));
    note_key_of_the_cell(change, peer->value, input.public_key);
    return change;
}

Result<Change> update(const Context& context, const control::Call& call) {
    const auto* id = call.input.if_contains("id");
    if (id == nullptr || !id->is_string()) return fail(Code::malformed, "say which peer", "/id");
    PIC_LET(peer, find_peer(context.view, call.caller, std::string(id->get_string())));
    PIC_TRY(control::unchanged(peer->generation, call));
    auto merged = codec::to_json<model::PeerOptions>(peer->value).as_object();
    auto patch = call.input;
    patch.erase("id");
    codec::merge(merged, patch);
    PIC_LET(options, codec::from_json<model::PeerOptions>(codec::json::value(merged)));
    PIC_TRY(check_options(options, context, peer->id));
    if (options.expires != peer->value.expires) PIC_TRY(check_expiry(options.expires, context));
    auto value = peer->value;
    static_cast<model::PeerOptions&>(value) = options;
    if (!lets_in(value)) PIC_TRY(guard_way_in(context, call.caller, peer->value));
    const bool other_tunnel = value.tunnel != peer->value.tunnel;
    if (other_tunnel || value.permissions.lan != peer->value.permissions.lan)
        choose_routes(value, context, call);
    Change change;
    change.target = peer->value.name;
    change.reply.body =
        codec::to_json(view_of({peer->id, 0, value}, context.view, context.observed, context.now));
    if (other_tunnel || value.permissions != peer->value.permissions) note_mismatch(change, value);
    if (call.input.contains("enabled")) note_expired(change, value, context);
    change.put(peer->id, std::move(value));
    return change;
}

Result<Change> remove(const Context& context, const control::Call& call) {
    PIC_LET(input, control::input_of<WhichPeer>(call));
    PIC_LET(peer, find_peer(context.view, call.caller, input.id));
    PIC_TRY(control::unchanged(peer->generation, call));
    PIC_TRY(guard_way_in(context, call.caller, peer->value));
    Change change;
    change.target = peer->value.name;
    change.erase<model::Peer>(peer->id);
    change.forget_secret(model::preshared_secret(peer->id));
    change.forget_secret(model::private_secret(peer->id));
    change.put(new_id(), model::RestingAddress{
                             peer->value.offset,
                             context.now + std::chrono::seconds(net::address_rest_seconds)});
    return change;
}

} // namespace pic::peers
