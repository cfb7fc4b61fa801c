// A small cell, set up, with an uplink: the ground for tests of plan/ and control/.
#pragma once

#include "model/secret_name.hpp"
#include "plan/wanted.hpp"

namespace pic::plan {

inline net::Prefix prefix(std::string_view text) {
    return *net::Prefix::parse(text);
}
inline net::Address address(std::string_view text) {
    return *net::Address::parse(text);
}

inline ports::Host host_with_uplink(const std::string& device = "eth0") {
    ports::Host host;
    host.links = {{1, "lo", "", 65536, true}, {2, device, "", 1500, true}};
    host.addresses = {{device, address("192.0.2.7"), 24}};
    host.routes = {{254, prefix("0.0.0.0/0"), 100, device, address("192.0.2.1"), {}},
                   {254, prefix("192.0.2.0/24"), 0, device, {}, address("192.0.2.7")},
                   {254, net::Prefix::all(net::Family::v6), 1024, device, address("fe80::1"), {}}};
    return host;
}

inline Inputs small_cell() {
    Inputs inputs;
    inputs.view.cell.value.name = "home";
    inputs.view.wireguard.value.ipv4 = prefix("10.9.0.0/20");
    inputs.view.wireguard.value.ipv6 = prefix("fd00:9::/64");
    inputs.secrets.put({std::string(model::wireguard_secret), 1, net::new_private_key()});
    inputs.host = host_with_uplink();
    return inputs;
}

inline void add_peer(Inputs& inputs, const std::string& id, std::uint32_t offset) {
    model::Peer peer;
    peer.name = "peer-" + id;
    peer.offset = offset;
    peer.public_key = *net::public_key(net::new_private_key());
    inputs.view.peers.put({id, 1, peer});
    inputs.secrets.put({model::preshared_secret(id), 1, net::new_preshared_key()});
}

} // namespace pic::plan
