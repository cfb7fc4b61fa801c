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

// Who asks nobody has what was asked for: the doctor tells what it means.
Status check_answer(const Result<client::NtpReply>& answer, bool asks_nobody, bool wrong_clock) {
    if (!answer) return fail(answer.error());
    if (asks_nobody || (answer->synchronised && answer->stratum < formats::orphan_stratum))
        return {};
    return fail(
        Code::unavailable,
        std::string("no time server has answered yet; devices get this machine's own time") +
            (wrong_clock ? ", which is wrong" : ""),
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
        const auto& time = context.view.time.value;
        const bool asks_nobody = time.nts_servers.empty() && time.pool.empty();
        const bool wrong_clock = context.now < clock_floor();
        return [own = control::own_addresses(context), asks_nobody,
                wrong_clock]() -> Result<control::Serves> {
            for (const auto& address : own)
                PIC_TRY(check_answer(client::ask_ntp({address, ntp_port},
                                                     std::chrono::steady_clock::now() + patience),
                                     asks_nobody, wrong_clock));
            return control::Serves::newest;
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
