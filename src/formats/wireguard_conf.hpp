// The file a WireGuard client imports: wg-quick(8), and the apps, which read the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "model/cell.hpp"
#include "net/address.hpp"
#include "net/host_port.hpp"
#include "net/wg_key.hpp"

namespace pic::formats {

struct ClientConf {
    Secret private_key; // empty: its owner has it, and the file says where it goes
    std::vector<net::Address> addresses;
    std::vector<net::Address> dns;
    std::string search_domain; // empty: none
    net::WgKey peer_public_key;
    Secret preshared_key; // empty: none
    net::HostPort endpoint;
    std::vector<net::Prefix> allowed_ips;
    std::uint16_t keepalive = net::keepalive_seconds; // 0: off
};

// What a client sends into its tunnel. A full tunnel always carries ::/0, so that nothing leaves
// beside it; a split tunnel carries the cell's own ranges and the routes chosen for it.
std::vector<net::Prefix> tunnel_routes(const model::PeerOptions& peer,
                                       const model::WireGuard& wireguard);

// No MTU: the client's system knows its own path better than the cell does.
Secret client_conf_text(const ClientConf& conf);

// Whether the private key is in it.
bool is_complete(std::string_view client_conf_text);

} // namespace pic::formats
