#include "peers/check.hpp"

#include "control/distinct.hpp"
#include "control/endpoint.hpp"
#include "control/index.hpp"
#include "net/name.hpp"
#include "peers/peer.hpp"

namespace pic::peers {

using control::Context;

namespace {

constexpr std::size_t most_tags = 16, longest_tag = 40, longest_note = 500, most_routes = 16;

Status check_tags(std::vector<std::string>& tags) {
    if (tags.size() > most_tags)
        return fail(Code::invalid, "more than " + std::to_string(most_tags) + " tags", "/tags");
    for (std::size_t i = 0; i < tags.size(); ++i) {
        auto tag = net::parse_line(tags[i], longest_tag);
        if (tag && tag->empty()) tag = fail(Code::invalid, "a tag of no letters finds nothing");
        if (!tag) return fail(std::move(tag).error().at("/tags/" + std::to_string(i)));
        tags[i] = std::move(*tag);
    }
    return control::check_distinct(tags, "/tags");
}

Status check_route(const net::Prefix& route, const model::WireGuard& wireguard) {
    if (route.length() == 0)
        return fail(Code::invalid, "this is everything", {}, "choose a full tunnel instead");
    if (route.overlaps(wireguard.ipv4) || route.overlaps(wireguard.ipv6))
        return fail(Code::invalid, route.text() + " overlaps the VPN's own range", {},
                    "leave it out: the tunnel carries that anyway");
    return {};
}

Status check_routes(const std::vector<net::Prefix>& routes, const Context& context) {
    if (routes.size() > most_routes)
        return fail(Code::invalid, "more than " + std::to_string(most_routes) + " networks",
                    "/routes");
    for (std::size_t i = 0; i < routes.size(); ++i)
        if (auto route = check_route(routes[i], context.view.wireguard.value); !route)
            return fail(std::move(route).error().at("/routes/" + std::to_string(i)));
    return control::check_distinct(routes, "/routes");
}

// The id of the user with this id or name; nobody stays nobody.
Result<std::string> owner_of(const std::string& id_or_name, const Context& context) {
    if (id_or_name.empty() || context.view.users.find(id_or_name) != nullptr) return id_or_name;
    const auto name = net::parse_any_label(id_or_name);
    const auto id = name ? context.index.user_named(*name) : std::string();
    if (id.empty())
        return fail(Code::invalid, "there is no such user", "/owner",
                    "picctl user list shows them");
    return id;
}

// Its own may stay, whatever names were allowed when it got it.
Status check_name(std::string& name, const Context& context, const std::string& self) {
    auto folded = net::parse_any_label(name);
    if (!folded) return fail(std::move(folded).error().at("/name"));
    name = std::move(*folded);
    const auto holder = context.index.peer_named(name);
    if (!holder.empty() && holder == self) return {};
    if (!holder.empty())
        return fail(Code::conflict, "there is a peer named " + name + " already", "/name");
    if (!context.index.record_named(name).empty())
        return fail(Code::conflict, name + " is a custom name in the cell's zone", "/name");
    if (auto allowed = net::parse_label(name); !allowed)
        return fail(std::move(allowed).error().at("/name"));
    return {};
}

} // namespace

Status check_expiry(const std::optional<Time>& expires, const Context& context) {
    if (!expires || *expires > context.now || context.now < clock_floor()) return {};
    return fail(Code::invalid, format_time(*expires) + " is past", "/expires",
                "name a time to come, or disable the device");
}

Status check_options(model::PeerOptions& options, const Context& context, const std::string& self) {
    PIC_TRY(check_name(options.name, context, self));
    PIC_LET(owner, owner_of(options.owner, context));
    options.owner = std::move(owner);
    const auto* present = self.empty() ? nullptr : context.view.peers.find(self);
    if (present == nullptr || options.tags != present->value.tags)
        PIC_TRY(check_tags(options.tags));
    if (present == nullptr || options.routes != present->value.routes)
        PIC_TRY(check_routes(options.routes, context));
    auto note = net::parse_line(options.note, longest_note);
    if (!note) return fail(std::move(note).error().at("/note"));
    options.note = std::move(*note);
    if (!options.endpoint) return {};
    return control::check_endpoint(*options.endpoint, context.view).map_error([](Error error) {
        return std::move(error).at("/endpoint");
    });
}

Status check_key(const net::WgKey& key, const Context& context, const control::Caller& caller,
                 const std::string& self) {
    if (key == context.view.wireguard.value.public_key)
        return fail(Code::conflict, "this is the cell's own key", "/public_key");
    const auto holder = context.index.peer_with_key(key);
    if (holder.empty() || holder == self) return {};
    const auto other = find_peer(context.view, caller, holder);
    const auto who = other ? "the peer " + (*other)->value.name : std::string("another device");
    return fail(Code::conflict, who + " has this key already", "/public_key",
                "make a new pair: two devices cannot share one key");
}

} // namespace pic::peers
