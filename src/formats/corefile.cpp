#include "formats/corefile.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "net/name.hpp"

namespace pic::formats {

namespace {

constexpr int ttl = 60;                    // seconds; a name that moves is found again this soon
constexpr std::size_t most_upstreams = 15; // CoreDNS's own limit

// What every block has: where it answers and whom.
constexpr std::string_view gate = R"(    bind {}
    bufsize
    errors
    acl {{
        allow net {}
        block
    }}
)";

constexpr std::string_view own_block = R"(# Written by picd; changes are lost. See picctl(1).

# The cell's own names: peers and custom records. No cache, so that a peer is known the moment it is
# added.
{} {} {} {{
{}    names {{
        socket {}
        cache {}
        records {}
        serial {}
    }}
}}
)";

// RFC 6303, 6761, 6762, 8375, 9462, 9476, and the name by which Firefox learns that this network
// has names of its own. Of private ranges only what no more specific block above has.
constexpr std::string_view local_zones =
    "cell alt home.arpa internal invalid lan local onion test resolver.arpa "
    "use-application-dns.net 10.0.0.0/8 100.64.0.0/10 169.254.0.0/16 172.16.0.0/12 192.0.2.0/24 "
    "192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 "
    "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa c.f.ip6.arpa "
    "d.f.ip6.arpa 8.e.f.ip6.arpa 9.e.f.ip6.arpa a.e.f.ip6.arpa b.e.f.ip6.arpa "
    "8.b.d.0.1.0.0.2.ip6.arpa";

constexpr std::string_view local_block = R"(
# What must never be asked upstream: other cells' names, the local network's, private addresses.
{} {{
{}    names
}}
)";

constexpr std::string_view upstream_block = R"(
# Everything else. The first upstream is asked as long as it answers.
. {{
{}    local
    cache 3600 {{
        success 4096
        denial 1024
        serve_stale 1h verify 1800ms 30s
    }}
    forward . {} {{
        policy sequential
        health_check 2s
        max_concurrent 1000
    }}
}}
)";

template <class T>
std::string spaced(const std::vector<T>& values) {
    std::string text;
    for (const auto& value : values)
        text += (text.empty() ? "" : " ") + value.text();
    return text;
}

std::string upstream(const model::DnsUpstream& server) {
    if (net::parse_host_name(server.tls_name))
        return "tls://" + server.address.text() + "%" + server.tls_name;
    return "dns://" + net::HostPort{server.address.text(), 53}.text();
}

// An upstream that was given a TLS name is asked over TLS or not at all.
bool usable(const model::DnsUpstream& server) {
    return server.tls_name.empty() || net::parse_host_name(server.tls_name).has_value();
}

std::string upstreams(const std::vector<model::DnsUpstream>& servers) {
    std::string text;
    std::size_t count = 0;
    for (const auto& server : servers)
        if (usable(server) && ++count <= most_upstreams)
            text += (text.empty() ? "" : " ") + upstream(server);
    return text;
}

void add_address(std::string& text, const std::string& name, const net::Address& address) {
    text +=
        fmt::format("{} {} IN {} {}\n", name, ttl, address.is_v4() ? "A" : "AAAA", address.text());
}

// dns/ refuses any other name before it is stored; here a line break would be a record.
bool is_record_name(std::string_view name) {
    if (name.starts_with("*.")) name.remove_prefix(2);
    return net::parse_host_name(name).has_value();
}

void add_record(std::string& text, const DnsConf& conf, const model::Record& record) {
    if (!is_record_name(record.name)) return;
    const std::string name = record.name + "." + conf.zone + ".";
    for (const auto& address : record.addresses)
        add_address(text, name, address);
    if (!net::parse_host_name(record.alias)) return;
    const bool inside = record.alias.find('.') == std::string::npos;
    const std::string target = inside ? record.alias + "." + conf.zone : record.alias;
    text += fmt::format("{} {} IN CNAME {}.\n", name, ttl, target);
}

} // namespace

std::string corefile_text(const DnsConf& conf) {
    const std::string common = fmt::format(gate, spaced(conf.listen), spaced(conf.clients));
    std::string text =
        fmt::format(own_block, conf.zone, conf.ipv4.text(), conf.ipv6.text(), common,
                    conf.names_socket, conf.names_cache, conf.records_file, conf.serial);
    text += fmt::format(local_block, local_zones, common);
    if (const auto servers = upstreams(conf.upstreams); !servers.empty())
        text += fmt::format(upstream_block, common, servers);
    return text;
}

std::string dns_records_text(const DnsConf& conf) {
    std::string text = "; Written by picd; changes are lost. See picctl(1).\n";
    for (const auto& address : conf.own) {
        add_address(text, conf.zone + ".", address);
        text += fmt::format("{} {} IN PTR {}.\n", reverse_name(address), ttl, conf.zone);
    }
    for (const auto& record : conf.records)
        add_record(text, conf, record);
    return text;
}

std::string reverse_name(const net::Address& address) {
    std::string name;
    for (const auto byte : address.bytes())
        name.insert(0, address.is_v4() ? fmt::format("{}.", byte)
                                       : fmt::format("{:x}.{:x}.", byte & 15, byte >> 4));
    return name + (address.is_v4() ? "in-addr.arpa." : "ip6.arpa.");
}

} // namespace pic::formats
