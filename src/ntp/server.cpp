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

Result<control::Serves> check_answer(const Result<client::NtpReply>& answer, bool wrong) {
    if (!answer) return fail(answer.error());
    if (answer->synchronised && answer->stratum < formats::orphan_stratum)
        return control::Serves::newest;
    return fail(
        Code::unavailable,
        std::string("no time server has answered yet; devices get this machine's own time") +
            (wrong ? ", which is wrong" : ""),
        {}, "picctl time show lists the servers; is UDP 123 or TCP 4460 blocked?");
}

} // namespace

control::ServerSpec server() {
    control::ServerSpec spec;
    spec.unit = "pic-ntp.service";
    spec.on_change = ports::UnitVerb::restart; // chronyd reads its file once
    spec.files = [](const Context& context) -> Result<std::vector<ServerFile>> {
        const auto& wireguard = context.view.wireguard.value;
        const auto own = control::own_addresses(context);
        formats::ChronyConf conf{
            context.view.time.value, own.front(), {}, {wireguard.ipv4, wireguard.ipv6}};
        if (own.size() > 1) conf.ipv6 = own.back();
        return std::vector<ServerFile>{{context.settings.runtime_directory + "/ntp/chrony.conf",
                                        formats::chrony_conf_text(conf)}};
    };
    spec.probe = [](const Context& context) -> control::ServerSpec::Question {
        return [address = control::own_addresses(context).front(),
                wrong = context.now < clock_floor()] {
            return check_answer(
                client::ask_ntp({address, ntp_port}, std::chrono::steady_clock::now() + patience),
                wrong);
        };
    };
    spec.listens = [](const Context& context) {
        return std::vector<control::Listening>{
            {{ports::Transport::udp, ntp_port}, control::own_addresses(context)}};
    };
    spec.patience = first_agreement;
    spec.sets_clock = true;
    return spec;
}

} // namespace pic::ntp
