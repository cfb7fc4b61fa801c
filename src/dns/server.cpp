#include "dns/server.hpp"

#include <algorithm>

#include "client/dns.hpp"
#include "control/forbidden.hpp"
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

// Those of this machine's addresses by which the LAN may ask.
std::vector<ports::HostAddress> lan_of(const Context& context) {
    if (!control::allowed(context.view, context.settings).lan_dns) return {};
    std::vector<ports::HostAddress> result;
    for (const auto& host : context.observed.host.addresses)
        if (host.device != "lo" && host.lasting && net::is_home(host.address))
            result.push_back(host);
    return result;
}

// One address that cannot be had keeps CoreDNS from all.
bool is_held(const Context& context, const net::Address& address) {
    const auto& servers = context.observed.servers;
    const auto self = servers.find(unit);
    return self != servers.end() &&
           std::ranges::any_of(self->second.taken, [&](const auto& holder) {
               return ports::stands_in_the_way(holder, address);
           });
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

std::vector<control::Listening> listening_at(std::vector<net::Address> addresses, bool needed) {
    return {{{ports::Transport::udp, client::dns_port}, addresses, needed},
            {{ports::Transport::tcp, client::dns_port}, addresses, needed}};
}

std::vector<control::Listening> listens(const Context& context) {
    auto result = listening_at(control::own_addresses(context), true);
    for (const auto& host : lan_of(context))
        std::ranges::move(listening_at({host.address}, false), std::back_inserter(result));
    return result;
}

} // namespace

std::string names_socket(const control::Settings& settings) {
    return settings.runtime_directory + "/dns/names.sock";
}

formats::DnsConf conf_of(const Context& context, const std::vector<net::Address>& plain) {
    const auto& view = context.view;
    const auto& wireguard = view.wireguard.value;
    formats::DnsConf conf;
    conf.zone = view.zone();
    conf.ipv4 = wireguard.ipv4;
    conf.ipv6 = wireguard.ipv6;
    conf.own = conf.listen = control::own_addresses(context);
    conf.clients = {conf.ipv4, conf.ipv6};
    for (const auto& host : lan_of(context)) {
        if (is_held(context, host.address)) continue;
        conf.listen.push_back(host.address);
        conf.clients.push_back(net::Prefix::of(host.address, host.length));
    }
    for (const auto& address : plain)
        conf.upstreams.push_back({address, {}});
    std::ranges::copy(chosen_upstreams(view.dns.value), std::back_inserter(conf.upstreams));
    view.records.each([&](const auto& record) { conf.records.push_back(record.value); });
    conf.names_socket = names_socket(context.settings);
    conf.records_file = context.settings.runtime_directory + "/dns/records.zone";
    conf.serial = serial_of(formats::corefile_text(conf) + formats::dns_records_text(conf));
    return conf;
}

control::ServerSpec server(control::Control& control) {
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
    // The zone's serial tells that it serves what was written last.
    spec.probe = [&files = control.world().files](const Context& context) {
        const auto conf = conf_of(context, resolvers_now(files, context));
        return [own = control::own_addresses(context), name = conf.zone,
                serial = conf.serial]() -> Result<control::Serves> {
            for (const auto& address : own) {
                PIC_LET(answer,
                        client::ask_dns({address, client::dns_port}, name, client::DnsType::soa,
                                        std::chrono::steady_clock::now() + patience));
                if (answer.serial != serial) return control::Serves::older;
            }
            return control::Serves::newest;
        };
    };
    spec.listens = listens;
    return spec;
}

} // namespace pic::dns
