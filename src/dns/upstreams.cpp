#include "dns/upstreams.hpp"

#include <algorithm>

#include "client/resolv_conf.hpp"
#include "control/notes.hpp"

namespace pic::dns {

bool is_own(const control::Context& context, const net::Address& address) {
    if (model::is_cell(context.view.wireguard.value, address)) return true;
    return std::ranges::any_of(context.observed.host.addresses, [&](const auto& host) {
        return host.device != "lo" && host.address == address;
    });
}

// Encrypted, without logs by their own word, in two countries.
const std::vector<model::DnsUpstream>& chosen_upstreams(const model::Dns& dns) {
    static const std::vector<model::DnsUpstream> servers = {
        {*net::Address::parse("9.9.9.9"), "dns.quad9.net"},
        {*net::Address::parse("1.1.1.1"), "cloudflare-dns.com"},
        {*net::Address::parse("2620:fe::fe"), "dns.quad9.net"}};
    return dns.upstreams.empty() ? servers : dns.upstreams;
}

std::string clear_text_note(const model::Dns& dns) {
    std::vector<std::string> plain;
    for (const auto& server : chosen_upstreams(dns))
        if (server.tls_name.empty()) plain.push_back(server.address.text());
    if (plain.empty()) return {};
    return "names are asked of " + control::some_of(plain, plain.size()) +
           " in clear text: the networks on the way see which names the devices ask for, and can "
           "answer with others; for TLS the name in the server's certificate is needed as well: "
           "ADDRESS@NAME, e.g. 9.9.9.9@dns.quad9.net";
}

std::vector<net::Address> plain_resolvers(const control::Context& context,
                                          std::string_view resolv_conf) {
    const auto encrypts = [](const auto& server) { return !server.tls_name.empty(); };
    if (context.now >= clock_floor() || resolv_conf.empty() ||
        std::ranges::none_of(chosen_upstreams(context.view.dns.value), encrypts))
        return {};
    std::vector<net::Address> resolvers;
    for (const auto& server : client::parse_resolv_conf(resolv_conf))
        if (server.device.empty() && !is_own(context, server.address))
            resolvers.push_back(server.address);
    return resolvers;
}

} // namespace pic::dns
