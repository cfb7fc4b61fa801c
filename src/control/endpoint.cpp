#include "control/endpoint.hpp"

#include <algorithm>
#include <array>

#include "model/ranges.hpp"

namespace pic::control {

namespace {

// Neither an address of one machine nor one that another machine can send to.
bool is_unreachable(const net::Address& address) {
    static const std::array ranges = {
        *net::Prefix::parse("0.0.0.0/8"),      *net::Prefix::parse("127.0.0.0/8"),
        *net::Prefix::parse("169.254.0.0/16"), *net::Prefix::parse("224.0.0.0/3"),
        *net::Prefix::parse("::/127"),         *net::Prefix::parse("::ffff:0:0/96"),
        *net::Prefix::parse("fe80::/10"),      *net::Prefix::parse("ff00::/8")};
    return std::ranges::any_of(ranges, [&](const auto& range) { return range.contains(address); });
}

Status check_address(const net::Address& address, const model::View& view) {
    const auto text = address.text();
    if (is_unreachable(address))
        return fail(Code::invalid, "no other machine can send to " + text, {},
                    "write this machine's public address, or better a name that leads to it");
    if (view.set_up() && model::in_ranges(view.wireguard.value, address))
        return fail(Code::invalid,
                    text + " is inside the VPN, where devices come only by this endpoint", {},
                    "write this machine's public address, or better a name that leads to it");
    return {};
}

bool is_within(const std::string& name, const std::string& zone) {
    return name == zone || name.ends_with("." + zone);
}

} // namespace

std::optional<net::HostPort> endpoint_of_cell(const model::View& view, const Observed& observed) {
    const auto port = view.wireguard.value.port;
    if (view.endpoint.value.address) return view.endpoint.value.address->or_port(port);
    const auto& found = observed.endpoint;
    if (found.public4 && found.reach != Reach::carrier_nat)
        return net::HostPort{found.public4->text(), port};
    if (found.public6) return net::HostPort{found.public6->text(), port};
    return std::nullopt;
}

std::optional<net::HostPort> endpoint_of(const model::Peer& peer, const model::View& view,
                                         const Observed& observed) {
    if (peer.endpoint) return peer.endpoint->or_port(view.wireguard.value.port);
    return endpoint_of_cell(view, observed);
}

Status check_endpoint(const net::HostPort& endpoint, const model::View& view) {
    if (const auto address = endpoint.address()) return check_address(*address, view);
    if (is_within(endpoint.host, "localhost"))
        return fail(Code::invalid, "every machine calls itself localhost", {},
                    "write a name that leads here from outside");
    if (view.set_up() && is_within(endpoint.host, view.zone()))
        return fail(Code::invalid, "names of " + view.zone() + " are known inside the VPN alone",
                    {}, "write a name that leads here from outside");
    return {};
}

std::string endpoint_note(const net::HostPort& endpoint) {
    if (const auto address = endpoint.address()) {
        if (net::is_public(*address)) return {};
        return address->text() +
               " is not a public address: only devices in the same network reach it";
    }
    if (is_within(endpoint.host, "local") || endpoint.host.find('.') == std::string::npos)
        return endpoint.host + " is known in this network alone: only devices here can look it up";
    return {};
}

} // namespace pic::control
