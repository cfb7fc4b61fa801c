#include "dns/server.hpp"

#include <algorithm>

#include "client/dns.hpp"
#include "ports/host.hpp"

namespace pic::dns {

using control::Context;
using control::ServerFile;

namespace {

using namespace std::chrono_literals;
constexpr auto patience = 3s;

// FNV-1a: nobody transfers the zone, so a serial has only to differ when the content does.
std::uint32_t serial_of(const std::string& content) {
    std::uint32_t hash = 2166136261U;
    for (const char c : content) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return std::max(hash, 1U);
}

bool is_private(const net::Address& address) {
    static const auto link_local = *net::Prefix::parse("fe80::/10");
    const auto contains = [&](const auto& range) { return range.contains(address); };
    return std::ranges::any_of(net::special_ranges(), contains) && !link_local.contains(address);
}

void add_lan(const Context& context, formats::DnsConf& conf) {
    for (const auto& host : context.observed.host.addresses) {
        if (host.device == "lo" || !is_private(host.address)) continue;
        conf.listen.push_back(host.address);
        conf.clients.push_back(net::Prefix::of(host.address, host.length));
    }
}

// Encrypted, without logs by their own word, in two countries.
const std::vector<model::DnsUpstream>& default_upstreams() {
    static const std::vector<model::DnsUpstream> servers = {
        {*net::Address::parse("9.9.9.9"), "dns.quad9.net"},
        {*net::Address::parse("1.1.1.1"), "cloudflare-dns.com"},
        {*net::Address::parse("2620:fe::fe"), "dns.quad9.net"}};
    return servers;
}

// The zone's serial tells that it serves what was written last.
Status check_answer(const Result<client::DnsAnswer>& answer, std::uint32_t serial) {
    if (!answer) return fail(answer.error());
    if (answer->serial == serial) return {};
    return fail(Code::unavailable, "the name server still serves an older version of the zone");
}

} // namespace

formats::DnsConf conf_of(const Context& context) {
    const auto& view = context.view;
    const auto& wireguard = view.wireguard.value;
    formats::DnsConf conf;
    conf.zone = view.zone();
    conf.ipv4 = wireguard.ipv4;
    conf.ipv6 = wireguard.ipv6;
    conf.address4 = model::address4(wireguard, net::cell_offset);
    conf.address6 = model::address6(wireguard, net::cell_offset);
    conf.listen = {conf.address4, conf.address6};
    conf.clients = {conf.ipv4, conf.ipv6};
    if (view.dns.value.lan && !context.settings.forbid.lan_dns) add_lan(context, conf);
    conf.upstreams = view.dns.value.upstreams;
    if (conf.upstreams.empty()) conf.upstreams = default_upstreams();
    view.records.each([&](const auto& record) { conf.records.push_back(record.value); });
    conf.serial = serial_of(formats::corefile_text(conf) + formats::dns_records_text(conf));
    return conf;
}

control::ServerSpec server() {
    control::ServerSpec spec;
    spec.unit = "pic-dns.service";
    spec.files = [](const Context& context) -> Result<std::vector<ServerFile>> {
        const auto conf = conf_of(context);
        return std::vector<ServerFile>{
            {conf.records_file, formats::dns_records_text(conf)},
            {context.settings.runtime_directory + "/dns/Corefile", formats::corefile_text(conf)}};
    };
    spec.probe = [](const Context& context) -> control::ServerSpec::Question {
        const auto address =
            model::address4(context.view.wireguard.value, net::cell_offset);
        return [address, name = context.view.zone(), serial = conf_of(context).serial] {
            return check_answer(client::ask_dns({address, client::dns_port}, name,
                                                client::DnsType::soa,
                                                std::chrono::steady_clock::now() + patience),
                                serial);
        };
    };
    return spec;
}

} // namespace pic::dns
