#include "web/server.hpp"

#include <algorithm>

#include "base/services.hpp"
#include "client/tls.hpp"
#include "control/forbidden.hpp"
#include "control/way_in.hpp"
#include "formats/caddy_json.hpp"

namespace pic::web {

using control::Context;
using control::ServerFile;

namespace {

using namespace std::chrono_literals;
constexpr auto patience = 5s;

std::string url(const std::string& host) {
    return "https://" + host + ":" + std::to_string(page_port);
}

bool has_https_port(const Context& context) {
    const auto server = context.observed.servers.find("pic-web.service");
    return server == context.observed.servers.end() ||
           std::ranges::none_of(server->second.taken, [](const auto& holder) {
               return holder.port.number == https_port;
           });
}

// Where a person may open the UI, the best first.
std::vector<std::string> addresses_of(const Context& context, const Subject& subject) {
    std::vector<std::string> result;
    const auto zone = context.view.zone();
    const bool everybody = control::allowed(context.view, context.settings).public_access;
    std::vector<std::string> own; // by which a device comes from an address that is answered
    for (const auto& host : context.observed.host.addresses)
        if (host.device != "lo" && host.address.is_v4() &&
            (everybody || net::is_home(host.address)))
            own.push_back(url(host.address.text()));
    if (context.view.set_up())
        result.push_back(has_https_port(context) ? "https://" + zone : url(zone));
    for (const auto& name : subject.names)
        if (name.ends_with(".local") && !own.empty()) result.push_back(url(name));
    std::ranges::move(own, std::back_inserter(result));
    result.push_back(url("127.0.0.1"));
    return result;
}

// What picctl setup-code shows. Told after the files are written, not while they are asked for.
void tell(control::Control& control, std::vector<std::string> addresses, std::string fingerprint) {
    const auto snapshot = control.snapshot();
    const auto& observed = *snapshot->observed;
    if (observed.web_addresses == addresses && observed.web_fingerprint == fingerprint) return;
    boost::asio::post(control.world().loop, [&control, addresses = std::move(addresses),
                                             fingerprint = std::move(fingerprint)]() mutable {
        control.observe(
            [&](control::Observed& seen) {
                seen.web_addresses = std::move(addresses);
                seen.web_fingerprint = std::move(fingerprint);
            },
            {"web", "", 0});
    });
}

Result<std::vector<ServerFile>> files_of(control::Control& control, LeafKeeper& leaves,
                                         const Context& context) {
    PIC_LET(leaf, leaves.leaf(context));
    const auto& directory = context.settings.runtime_directory;
    formats::CaddyConf conf;
    conf.clients = control::answered(context.view, context.settings);
    conf.https_port = has_https_port(context) ? https_port : page_port;
    conf.certificate = leaf->fingerprint;
    conf.web_dir = directory + "/web";
    conf.api_socket = directory + "/api.sock";
    tell(control, addresses_of(context, leaf->subject), leaf->fingerprint);
    return std::vector<ServerFile>{{conf.web_dir + "/leaf.key", std::string(leaf->key.reveal())},
                                   {conf.web_dir + "/leaf.crt", leaf->chain},
                                   {conf.web_dir + "/caddy.json", formats::caddy_json(conf)}};
}

} // namespace

control::ServerSpec server(control::Control& control, std::shared_ptr<LeafKeeper> leaves) {
    control::ServerSpec spec;
    spec.unit = "pic-web.service";
    spec.before_setup = true;
    spec.lets_callers_in = true;
    spec.files = [&control, leaves](const Context& context) {
        return files_of(control, *leaves, context);
    };
    spec.probe = [leaves](const Context& context) -> control::ServerSpec::Question {
        const auto leaf = leaves->leaf(context);
        const auto expected = leaf ? (*leaf)->fingerprint : std::string();
        return [expected]() -> Result<control::Serves> {
            const client::Server self{*net::Address::parse("127.0.0.1"), page_port};
            PIC_LET(shown, client::ask_tls(self, {}, std::chrono::steady_clock::now() + patience));
            return shown == expected ? control::Serves::newest : control::Serves::older;
        };
    };
    spec.listens = [](const Context&) {
        const std::vector everywhere = {net::Address(), *net::Address::parse("::")};
        const auto tcp = [&](std::uint16_t number) {
            return control::Listening{
                {ports::Transport::tcp, number}, everywhere, number == page_port};
        };
        return std::vector{tcp(page_port), tcp(https_port), tcp(http_port)};
    };
    return spec;
}

} // namespace pic::web
