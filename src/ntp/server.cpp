#include "ntp/server.hpp"

#include "client/ntp.hpp"
#include "formats/chrony_conf.hpp"

namespace pic::ntp {

using control::Context;
using control::ServerFile;

namespace {

using namespace std::chrono_literals;
constexpr auto patience = 3s;
constexpr std::uint16_t ntp_port = 123;
// chrony wants several answers, seconds apart, before it believes a server.
constexpr auto first_agreement = 60s;
constexpr int orphan_stratum = 10; // as formats/chrony_conf writes it

Status check_answer(const Result<client::NtpAnswer>& answer, bool wrong) {
    if (!answer) return fail(answer.error());
    if (answer->synchronised && answer->stratum < orphan_stratum) return {};
    return fail(
        Code::unavailable,
        std::string("no time server has answered yet; devices get this machine's own time") +
            (wrong ? ", which is wrong" : ""),
        {}, "picctl time show lists the servers; is UDP 123 or TCP 4460 blocked?");
}

std::vector<net::Address> addresses_of(const Context& context) {
    const auto& wireguard = context.view.wireguard.value;
    return {model::address4(wireguard, net::cell_offset),
            model::address6(wireguard, net::cell_offset)};
}

} // namespace

control::ServerSpec server() {
    control::ServerSpec spec;
    spec.unit = "pic-ntp.service";
    spec.on_change = ports::UnitVerb::restart; // chronyd reads its file once
    spec.files = [](const Context& context) -> Result<std::vector<ServerFile>> {
        const auto& wireguard = context.view.wireguard.value;
        const auto addresses = addresses_of(context);
        const formats::ChronyConf conf{
            context.view.time.value, addresses[0], addresses[1], {wireguard.ipv4, wireguard.ipv6}};
        return std::vector<ServerFile>{{context.settings.runtime_directory + "/ntp/chrony.conf",
                                        formats::chrony_conf_text(conf)}};
    };
    spec.probe = [](const Context& context) -> control::ServerSpec::Question {
        return [address = addresses_of(context)[0], wrong = context.now < clock_floor()] {
            return check_answer(
                client::ask_ntp({address, ntp_port}, std::chrono::steady_clock::now() + patience),
                wrong);
        };
    };
    spec.listens = [](const Context& context) {
        return std::vector<control::Listening>{
            {{ports::Transport::udp, ntp_port}, addresses_of(context)}};
    };
    spec.patience = first_agreement;
    spec.sets_clock = true;
    return spec;
}

} // namespace pic::ntp
