#include "control/client_file.hpp"

#include <array>
#include <sodium.h>

#include "control/endpoint.hpp"

namespace pic::control {

namespace {

Error no_endpoint(const Observed& observed) {
    if (observed.endpoint.reach == Reach::unknown)
        return {Code::unavailable,
                "the cell is still finding out how the internet reaches it",
                "/endpoint",
                "try again in a few seconds",
                {}};
    return {Code::unavailable,
            "the cell does not know under which address the internet finds it, so a client's file "
            "would lead nowhere",
            "/endpoint",
            "set it: picctl endpoint set NAME-OR-ADDRESS",
            {}};
}

} // namespace

Result<formats::ClientConf> client_file(const model::Peer& peer, const model::View& view,
                                        const Observed& observed) {
    const auto endpoint = endpoint_of(peer, view, observed);
    if (!endpoint) return fail(no_endpoint(observed));
    const auto& wireguard = view.wireguard.value;
    formats::ClientConf conf;
    conf.addresses = {model::address4(wireguard, peer.offset),
                      model::address6(wireguard, peer.offset)};
    for (const auto& address : model::cell_addresses(wireguard))
        conf.dns.push_back(address);
    conf.search_domain = view.zone();
    conf.peer_public_key = wireguard.public_key;
    conf.endpoint = *endpoint;
    conf.allowed_ips = formats::tunnel_routes(peer, wireguard);
    return conf;
}

std::string client_digest(const model::Peer& peer, const model::View& view,
                          const Observed& observed) {
    const auto conf = client_file(peer, view, observed);
    if (!conf) return {};
    const auto text = formats::client_conf_text(*conf);
    const std::string content =
        std::string(text.reveal()) + peer.public_key.text() + (peer.preshared ? " preshared" : "");
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(content.data()), content.size(),
                       nullptr, 0);
    std::array<char, 2 * hash.size() + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    return hex.data();
}

bool outdated(const model::Peer& peer, const model::View& view, const Observed& observed) {
    if (peer.issued.empty()) return false;
    const auto now = client_digest(peer, view, observed);
    return !now.empty() && now != peer.issued;
}

std::string file_command(std::string_view name, model::KeyOrigin origin) {
    const bool lost = origin == model::KeyOrigin::forgotten;
    return "picctl peer " + std::string(lost ? "issue " : "config ") + std::string(name);
}

CommonPart common_part(const model::View& view, const Observed& observed) {
    return {view.wireguard.value, view.zone(), endpoint_of_cell(view, observed)};
}

} // namespace pic::control
