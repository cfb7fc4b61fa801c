#include "peers/client_file.hpp"

#include <array>
#include <sodium.h>

#include "control/endpoint.hpp"

namespace pic::peers {

std::optional<net::HostPort> endpoint_of(const model::Peer& peer, const model::View& view,
                                         const control::Observed& observed) {
    if (peer.endpoint) return peer.endpoint;
    return control::endpoint_of_cell(view, observed);
}

Result<formats::ClientConf> client_file(const model::Peer& peer, const model::View& view,
                                        const control::Observed& observed) {
    const auto endpoint = endpoint_of(peer, view, observed);
    if (!endpoint)
        return fail(Code::unavailable,
                    "the cell does not know under which address the internet finds it, so a "
                    "client's file would lead nowhere",
                    "/endpoint", "set it: picctl endpoint set NAME-OR-ADDRESS");
    const auto& wireguard = view.wireguard.value;
    formats::ClientConf conf;
    conf.addresses = {model::address4(wireguard, peer.offset),
                      model::address6(wireguard, peer.offset)};
    conf.dns = {model::address4(wireguard, net::cell_offset),
                model::address6(wireguard, net::cell_offset)};
    conf.search_domain = view.zone();
    conf.peer_public_key = wireguard.public_key;
    conf.endpoint = *endpoint;
    conf.allowed_ips = formats::tunnel_routes(peer.tunnel, wireguard);
    return conf;
}

std::string digest(const model::Peer& peer, const model::View& view,
                   const control::Observed& observed) {
    const auto conf = client_file(peer, view, observed);
    if (!conf) return {};
    const auto text = formats::client_conf_text(*conf);
    const std::string content = std::string(text.reveal()) + peer.public_key.text() +
                                (peer.preshared ? " preshared" : "");
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(content.data()), content.size(),
                       nullptr, 0);
    std::array<char, 2 * hash.size() + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    return hex.data();
}

bool outdated(const model::Peer& peer, const model::View& view, const control::Observed& observed) {
    if (peer.issued.empty()) return false;
    const auto now = digest(peer, view, observed);
    return !now.empty() && now != peer.issued;
}

} // namespace pic::peers
