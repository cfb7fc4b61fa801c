#include "native/cell.hpp"

#include <fmt/format.h>
#include <map>

#include "model/secret_name.hpp"

namespace pic::bench {

namespace {

net::Prefix prefix(std::string_view text) {
    return *net::Prefix::parse(text);
}

plan::Inputs make(std::uint32_t peers) {
    plan::Inputs inputs;
    inputs.view.cell.value.name = "home";
    inputs.view.wireguard.value.ipv4 = prefix("10.64.0.0/16");
    inputs.view.wireguard.value.ipv6 = prefix("fd00:9::/64");
    inputs.secrets.put({std::string(model::wireguard_secret), 1, net::new_private_key()});
    inputs.host.links = {{1, "lo", "", 65536, true}, {2, "eth0", "", 1500, true}};
    inputs.host.routes = {
        {254, prefix("0.0.0.0/0"), 100, "eth0", *net::Address::parse("192.0.2.1"), {}},
        {254, prefix("192.0.2.0/24"), 0, "eth0", {}, *net::Address::parse("192.0.2.7")}};
    for (std::uint32_t number = 0; number < peers; ++number) {
        model::Peer peer;
        peer.name = fmt::format("peer-{}", number);
        peer.offset = number + 2;
        // A key is 32 bytes to everything that is measured here: none needs its other half.
        peer.public_key = *net::public_key(net::new_private_key());
        const auto id = peer_id(number);
        inputs.view.peers.put({id, 1, peer});
        inputs.secrets.put({model::preshared_secret(id), 1, net::new_preshared_key()});
    }
    return inputs;
}

} // namespace

std::string peer_id(std::uint32_t number) {
    return fmt::format("{:010}", number);
}

const plan::Inputs& cell_with(std::uint32_t peers) {
    static std::map<std::uint32_t, plan::Inputs> made;
    auto found = made.find(peers);
    if (found == made.end()) found = made.emplace(peers, make(peers)).first;
    return found->second;
}

} // namespace pic::bench
