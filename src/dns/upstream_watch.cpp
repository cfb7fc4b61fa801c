#include "dns/upstream_watch.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <fmt/ranges.h>
#include <utility>

#include "base/id.hpp"
#include "client/dns.hpp"
#include "control/findings.hpp"
#include "control/server.hpp"
#include "dns/upstreams.hpp"
#include "ports/host.hpp"

namespace pic::dns {

namespace {

using namespace std::chrono_literals;
constexpr auto patience = 4s;
constexpr unsigned tolerated = 1; // silences that are no news
constexpr const char* asked_of = "pic-dns.service";

bool can_ask(const control::Context& context) {
    const auto& servers = context.observed.servers;
    const auto self = servers.find(asked_of);
    const auto& host = context.observed.host;
    return context.view.set_up() && self != servers.end() &&
           self->second.health == control::Health::good &&
           (ports::default_route(host, net::Family::v4) != nullptr ||
            ports::default_route(host, net::Family::v6) != nullptr);
}

control::Finding silence(const model::Dns& dns) {
    std::vector<std::string> servers; // by name, each once: most have several addresses
    for (const auto& upstream : chosen_upstreams(dns)) {
        auto name = upstream.tls_name.empty() ? upstream.address.text() : upstream.tls_name;
        if (std::ranges::find(servers, name) == servers.end()) servers.push_back(std::move(name));
    }
    return {"dns.upstreams",
            control::Severity::problem,
            "pic-dns",
            "names of the internet are not found: none of " +
                fmt::format("{}", fmt::join(servers, ", ")) + " answers",
            "devices that send everything through the cell find nothing but the cell",
            "the internet may be away; or this network, or a firewall of this machine, may block "
            "DNS over TLS (port 853): picctl dns update --upstreams ADDRESS asks another, in clear "
            "text"};
}

} // namespace

bool UpstreamWatch::ask(const net::Address& pic_dns) {
    const auto answer =
        client::ask_dns({pic_dns, client::dns_port}, new_id() + ".example", client::DnsType::a,
                        std::chrono::steady_clock::now() + patience);
    // pic-dns itself answers SERVFAIL where nobody else does.
    return answer && (answer->rcode == client::dns_ok || answer->rcode == client::dns_no_such_name);
}

UpstreamWatch::UpstreamWatch(control::Control& control, Ask ask, WatchPace pace) :
    control_(control), ask_(std::move(ask)), pace_(pace), timer_(control.world().loop) {}

void UpstreamWatch::start() {
    subscription_ = control_.subscribe([this](const control::Event& event) {
        if (event.noun == "unit" && event.id == asked_of) return server_changed();
        // Others are asked (generation 0 is our own finding), or by another uplink.
        const bool chosen = event.noun == "dns" && event.generation != 0;
        if (!chosen && event.noun != "endpoint") return;
        boost::asio::post(control_.world().loop, [this] {
            if (asking_)
                again_ = true;
            else if (subscription_)
                wait(pace_.changed);
        });
    });
    wait(pace_.changed);
}

// Whose silence it was is not known any more.
void UpstreamWatch::server_changed() {
    boost::asio::post(control_.world().loop, [this] {
        if (subscription_ && !asking_ && !can_ask(control_.durable_context())) look();
    });
}

void UpstreamWatch::stop() {
    subscription_.reset();
    timer_.cancel();
}

void UpstreamWatch::wait(std::chrono::milliseconds delay) {
    timer_.expires_after(delay);
    timer_.async_wait([this](auto failure) {
        if (!failure) look();
    });
}

void UpstreamWatch::look() {
    const auto context = control_.durable_context();
    if (!can_ask(context)) {
        silences_ = 0;
        control::tell_findings(control_, "dns", {});
        return wait(pace_.silent);
    }
    asking_ = true;
    control_.on_worker(
        [ask = ask_, address = control::own_addresses(context).front()] { return ask(address); },
        [this](bool answered) {
            asking_ = false;
            if (subscription_) heard(answered);
        });
}

void UpstreamWatch::heard(bool answered) {
    if (!can_ask(control_.durable_context())) return look();
    if (std::exchange(again_, false)) { // others were asked than are now
        silences_ = 0;
        return wait(pace_.changed);
    }
    silences_ = answered ? 0 : silences_ + 1;
    if (answered)
        control::tell_findings(control_, "dns", {});
    else if (silences_ > tolerated)
        control::tell_findings(control_, "dns",
                               {silence(control_.durable_context().view.dns.value)});
    wait(answered ? pace_.answered : pace_.silent);
}

} // namespace pic::dns
