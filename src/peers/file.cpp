// The client's file once more, for a peer whose private key is kept here or with its owner.
#include "control/client_file.hpp"
#include "control/operation.hpp"
#include "model/secret_name.hpp"
#include "peers/change.hpp"
#include "peers/peer.hpp"
#include "peers/rendering.hpp"

namespace pic::peers {

namespace {

Secret secret(const control::Context& context, const std::string& name) {
    const auto* found = context.secrets.find(name);
    return found == nullptr ? Secret() : found->value;
}

} // namespace

Result<control::Change> file(const control::Context& context, const control::Call& call) {
    PIC_LET(input, control::input_of<PeerFile>(call));
    PIC_LET(peer, find_peer(context.view, call.caller, input.id));
    if (peer->value.key_origin == model::KeyOrigin::forgotten)
        return fail(Code::conflict,
                    "the private key of " + peer->value.name +
                        " was handed out once and is not kept here",
                    "/id", "issue it anew: picctl peer issue " + peer->value.name);
    PIC_LET(conf, control::client_file(peer->value, context.view, context.observed));
    conf.private_key = secret(context, model::private_secret(peer->id));
    conf.preshared_key = secret(context, model::preshared_secret(peer->id));
    control::Change change;
    auto rendered = render(peer->value.name, input.format, formats::client_conf_text(conf));
    if (!rendered) return fail(std::move(rendered).error().at("/format"));
    change.reply.file = std::move(*rendered);
    change.target = peer->value.name;
    const auto now = control::client_digest(peer->value, context.view, context.observed);
    if (now == peer->value.issued) return change;
    auto value = peer->value;
    value.issued = now;
    change.put(peer->id, std::move(value));
    return change;
}

} // namespace pic::peers
