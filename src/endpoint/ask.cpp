#include "endpoint/ask.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "client/dns.hpp"
#include "client/hop.hpp"
#include "client/resolv_conf.hpp"
#include "client/router.hpp"
#include "client/stun.hpp"

namespace pic::endpoint {

namespace {

using namespace std::chrono_literals;
using control::Heard;

constexpr std::uint16_t stun_port = 3478; // RFC 8489, 14
constexpr auto patience_with_stun = 4s, patience_with_router = 2s, patience_with_hop = 1s;

// Somewhere in the internet, where no packet of ours arrives: it lives for two hops. This one is
// routed everywhere (a.root-servers.net); the port is traceroute's.
const net::Address far_away = net::Address::v4(0xc6290004); // 198.41.0.4
constexpr std::uint16_t traceroute_port = 33434;
constexpr int behind_the_router = 2;

client::Deadline in(std::chrono::steady_clock::duration time) {
    return std::chrono::steady_clock::now() + time;
}

Result<net::Address> resolve(const std::string& name, const Question& question,
                             client::Deadline deadline) {
    auto servers = client::system_resolvers(question.resolv_conf);
    std::erase_if(servers, [&](const auto& server) {
        return std::ranges::find(question.not_resolvers, server.address) !=
               question.not_resolvers.end();
    });
    PIC_LET(addresses, client::resolve(name, net::Family::v4, servers, deadline));
    return addresses.front();
}

Result<net::Address> ask_stun(const net::HostPort& server, const Question& question,
                              client::Deadline deadline) {
    auto address = server.address();
    if (!address) {
        PIC_LET(resolved, resolve(server.host, question, deadline));
        address = resolved;
    }
    const auto port = server.or_port(stun_port).port;
    PIC_LET(seen, client::ask_stun({*address, port, question.uplink.device}, deadline));
    if (!seen.address.is_v4() || !net::is_public(seen.address))
        return fail(Code::unavailable,
                    server.host + " sees " + seen.address.text() + ", which is not public");
    return seen.address;
}

struct Word { // of the servers together
    int answers = 0;
    bool confirmed = false;
};

Word ask_stun_servers(const Question& question, Heard& heard) {
    const auto deadline = in(patience_with_stun);
    const auto& servers = question.stun_servers;
    Word word;
    std::vector<net::Address> all;
    for (std::size_t i = 0; i < servers.size() && !word.confirmed; ++i) {
        const auto left = deadline - std::chrono::steady_clock::now();
        const auto share = left / static_cast<std::int64_t>(servers.size() - i);
        const auto seen = ask_stun(servers[i], question, in(share));
        if (!seen) {
            log::debug("STUN: " + seen.error().text());
            continue;
        }
        ++word.answers;
        word.confirmed = !question.known || question.known == *seen ||
                         std::ranges::find(all, *seen) != all.end();
        if (all.empty() || word.confirmed) {
            heard.stun = *seen;
            heard.stun_server = servers[i].host;
        }
        all.push_back(*seen);
    }
    return word;
}

// A change that others deny is none.
void forget_hearsay(const Question& question, const Word& word, Heard& heard) {
    const bool denied = word.answers > 1 || (heard.router && heard.router == question.known);
    if (word.confirmed || !denied) return;
    heard.stun.reset();
    heard.stun_server.clear();
}

} // namespace

Heard ask(const Question& question) {
    Heard heard;
    const auto& uplink = question.uplink;
    const auto word = ask_stun_servers(question, heard);
    if (uplink.gateway && uplink.gateway->is_v4()) {
        const auto router =
            client::ask_router(*uplink.gateway, uplink.device, in(patience_with_router));
        if (router && router->is_v4()) heard.router = *router;
    }
    forget_hearsay(question, word, heard);
    const auto hop = client::ask_hop({far_away, traceroute_port, uplink.device}, behind_the_router,
                                     in(patience_with_hop));
    if (hop) heard.hop = *hop;
    return heard;
}

} // namespace pic::endpoint
