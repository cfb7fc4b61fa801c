#include "dns/server.hpp"

#include <algorithm>

#include "client/dns.hpp"
#include "dns/upstreams.hpp"
#include "ports/host.hpp"

namespace pic::dns {

using control::Context;
using control::ServerFile;

namespace {

using namespace std::chrono_literals;
constexpr auto patience = 3s;
constexpr const char* unit = "pic-dns.service";
constexpr const char* resolv_conf = "/etc/resolv.conf";

// FNV-1a: nobody transfers the zone, so a serial has only to differ when the content does.
std::uint32_t serial_of(const std::string& content) {
    std::uint32_t hash = 2166136261U;
    for (const char c : content)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return std::max(hash, 1U);
}

bool is_private(const net::Address& address) {
    const auto contains = [&](const auto& range) { return range.contains(address); };
    return std::ranges::any_of(net::special_ranges(), contains) && !net::is_link_local(address);
}

void add_lan(const Context& context, formats::DnsConf& conf) {
    for (const auto& host : context.observed.host.addresses) {
        if (host.device == "lo" || !is_private(host.address)) continue;
        conf.listen.push_back(host.address);
        conf.clients.push_back(net::Prefix::of(host.address, host.length));
    }
}

// Only while it is needed: it is a file of others.
std::vector<net::Address> resolvers_now(ports::Files& files, const Context& context) {
    if (context.now >= clock_floor()) return {};
    const auto content = files.read(resolv_conf);
    return content && *content ? plain_resolvers(context, **content) : std::vector<net::Address>();
}

// For the doctor. Told after the files are written, not while they are asked for.
void tell(control::Control& control, std::vector<net::Address> resolvers) {
    if (control.snapshot()->observed->plain_resolvers == resolvers) return;
    boost::asio::post(control.world().loop, [&control, resolvers = std::move(resolvers)]() mutable {
        control.observe(
            [&](control::Observed& seen) { seen.plain_resolvers = std::move(resolvers); },
            {"unit", unit, 0});
    });
}

// The zone's serial tells that it serves what was written last.
Status check_answer(const Result<client::DnsAnswer>& answer, std::uint32_t serial) {
    if (!answer) return fail(answer.error());
    if (answer->serial == serial) return {};
    return fail(Code::unavailable, "the name server still serves an older version of the zone");
}

} // namespace

formats::DnsConf conf_of(const Context& context, const std::vector<net::Address>& plain) {
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
    for (const auto& address : plain)
        conf.upstreams.push_back({address, {}});
    std::ranges::copy(chosen_upstreams(view), std::back_inserter(conf.upstreams));
    view.records.each([&](const auto& record) { conf.records.push_back(record.value); });
    conf.serial = serial_of(formats::corefile_text(conf) + formats::dns_records_text(conf));
    return conf;
}

control::ServerSpec server(control::Control& control) {
    const auto present = [&files = control.world().files](const Context& context) {
        return conf_of(context, resolvers_now(files, context));
    };
    control::ServerSpec spec;
    spec.unit = unit;
    spec.files = [&control](const Context& context) -> Result<std::vector<ServerFile>> {
        auto plain = resolvers_now(control.world().files, context);
        const auto conf = conf_of(context, plain);
        tell(control, std::move(plain));
        return std::vector<ServerFile>{
            {conf.records_file, formats::dns_records_text(conf)},
            {context.settings.runtime_directory + "/dns/Corefile", formats::corefile_text(conf)}};
    };
    spec.probe = [present](const Context& context) -> control::ServerSpec::Question {
        const auto conf = present(context);
        return [address = conf.address4, name = conf.zone, serial = conf.serial] {
            return check_answer(client::ask_dns({address, client::dns_port}, name,
                                                client::DnsType::soa,
                                                std::chrono::steady_clock::now() + patience),
                                serial);
        };
    };
    spec.listens = [present](const Context& context) {
        const auto listen = present(context).listen;
        return std::vector<control::Listening>{{{ports::Transport::udp, client::dns_port}, listen},
                                               {{ports::Transport::tcp, client::dns_port}, listen}};
    };
    return spec;
}

} // namespace pic::dns
