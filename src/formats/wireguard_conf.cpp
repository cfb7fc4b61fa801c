#include "formats/wireguard_conf.hpp"

#include <sodium.h>

namespace pic::formats {

namespace {

constexpr std::string_view key_field = "PrivateKey";

// Collects the text and leaves no copy of it behind.
class SecretText {
  public:
    SecretText() { text_.reserve(4096); }
    SecretText(const SecretText&) = delete;
    SecretText& operator=(const SecretText&) = delete;
    ~SecretText() { sodium_memzero(text_.data(), text_.size()); }

    void line(std::string_view text) { text_.append(text) += '\n'; }
    void field(std::string_view name, std::string_view value) {
        text_.append(name).append(" = ").append(value) += '\n';
    }
    void key(std::string_view name, const Secret& key) {
        std::string base64 = net::secret_key_text(key);
        field(name, base64);
        sodium_memzero(base64.data(), base64.size());
    }
    Secret take() const { return Secret(text_); }

  private:
    std::string text_;
};

template <class T>
std::string joined(const std::vector<T>& values) {
    std::string text;
    for (const auto& value : values)
        text += (text.empty() ? "" : ", ") + value.text();
    return text;
}

std::vector<net::Prefix> as_hosts(const std::vector<net::Address>& addresses) {
    std::vector<net::Prefix> hosts;
    for (const auto& address : addresses)
        hosts.push_back(net::Prefix::host(address));
    return hosts;
}

void write_interface(SecretText& text, const ClientConf& conf) {
    text.line("[Interface]");
    if (conf.private_key.empty())
        text.line("# PrivateKey = (the private key that stayed on this device)");
    else
        text.key(key_field, conf.private_key);
    text.field("Address", joined(as_hosts(conf.addresses)));
    std::string dns = joined(conf.dns);
    if (!conf.search_domain.empty()) dns += (dns.empty() ? "" : ", ") + conf.search_domain;
    if (!dns.empty()) text.field("DNS", dns);
}

void write_peer(SecretText& text, const ClientConf& conf) {
    text.line("\n[Peer]");
    text.field("PublicKey", conf.peer_public_key.text());
    if (!conf.preshared_key.empty()) text.key("PresharedKey", conf.preshared_key);
    text.field("AllowedIPs", joined(conf.allowed_ips));
    text.field("Endpoint", conf.endpoint.text());
    if (conf.keepalive != 0) text.field("PersistentKeepalive", std::to_string(conf.keepalive));
}

} // namespace

std::vector<net::Prefix> tunnel_routes(const model::PeerOptions& peer,
                                       const model::WireGuard& wireguard) {
    if (peer.tunnel == model::Tunnel::full)
        return {net::Prefix::all(net::Family::v4), net::Prefix::all(net::Family::v6)};
    std::vector<net::Prefix> routes = {wireguard.ipv4, wireguard.ipv6};
    routes.insert(routes.end(), peer.routes.begin(), peer.routes.end());
    return routes;
}

Secret client_conf_text(const ClientConf& conf) {
    SecretText text;
    write_interface(text, conf);
    write_peer(text, conf);
    return text.take();
}

bool is_complete(std::string_view client_conf_text) {
    return client_conf_text.find("\n" + std::string(key_field) + " = ") != std::string_view::npos;
}

} // namespace pic::formats
