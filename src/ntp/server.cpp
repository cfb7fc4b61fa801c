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
constexpr int orphan_stratum = 10; // as formats/chrony_conf writes it

Status check_answer(const Result<client::NtpAnswer>& answer) {
    if (!answer) return fail(answer.error());
    if (answer->synchronised && answer->stratum < orphan_stratum) return {};
    return fail(Code::unavailable,
                "no time server has answered yet; devices get this machine's own time", {},
                "picctl time show lists the servers; is UDP 123 or TCP 4460 blocked?");
}

} // namespace

control::ServerSpec server() {
    control::ServerSpec spec;
    spec.unit = "pic-ntp.service";
    spec.on_change = ports::UnitVerb::restart; // chronyd reads its file once
    spec.files = [](const Context& context) -> Result<std::vector<ServerFile>> {
        const auto& wireguard = context.view.wireguard.value;
        const formats::ChronyConf conf{context.view.time.value,
                                       model::address4(wireguard, net::cell_offset),
                                       model::address6(wireguard, net::cell_offset),
                                       {wireguard.ipv4, wireguard.ipv6}};
        return std::vector<ServerFile>{{context.settings.runtime_directory + "/ntp/chrony.conf",
                                        formats::chrony_conf_text(conf)}};
    };
    spec.probe = [](const Context& context) -> control::ServerSpec::Question {
        const auto address = model::address4(context.view.wireguard.value, net::cell_offset);
        return [address] {
            return check_answer(client::ask_ntp({address, ntp_port},
                                                std::chrono::steady_clock::now() + patience));
        };
    };
    return spec;
}

} // namespace pic::ntp
