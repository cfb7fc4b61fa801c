#include "firewall/docker.hpp"

#include "base/log.hpp"
#include "base/services.hpp"
#include "firewall/command.hpp"

namespace pic::firewall {

namespace {

const std::string chain = "DOCKER-USER";
const std::array<std::string, 2> programs = {"/usr/sbin/iptables", "/usr/sbin/ip6tables"};

// Accepting is final in Docker's chains; returning would end in their policy.
std::vector<std::string> rules() {
    const std::string device(devices_interface);
    const std::string marked = " -m comment --comment picd -j ACCEPT";
    return {"-i " + device + marked,
            "-o " + device + " -m conntrack --ctstate RELATED,ESTABLISHED" + marked};
}

Words command(const std::string& program, const std::string& verb, const std::string& rule) {
    Words words = {program, "--wait", "10", verb, chain};
    for (auto& word : words_of(rule))
        words.push_back(std::move(word));
    return words;
}

Result<bool> succeeds(const Words& words) {
    auto ran = run(words);
    if (!ran && ran.error().code == Code::not_found) return false; // no iptables: nothing to fill
    if (!ran) return fail(std::move(ran).error());
    return ran->status == 0;
}

// Whether there was a chain to fill.
Result<bool> fill(const std::string& program) {
    PIC_LET(there, succeeds({program, "--wait", "10", "--list-rules", chain}));
    if (!there) return false;
    for (const auto& rule : rules()) {
        PIC_LET(done, succeeds(command(program, "--check", rule)));
        if (!done) PIC_TRY(must(command(program, "--insert", rule)));
    }
    return true;
}

} // namespace

Status open_docker(const Records& records, Record record, std::uint16_t port) {
    record.port = port;
    record.opened = rules();
    PIC_TRY(records.save(Kind::docker, record));
    PIC_LET(filled, fill(programs[0]));
    PIC_TRY(fill(programs[1])); // Docker has the chain for IPv6 only where it does IPv6
    if (filled) return {};
    PIC_TRY(records.remove(Kind::docker));
    return fail(Code::unavailable, "iptables has no chain DOCKER-USER", {},
                "is Docker running? systemctl status docker");
}

Status open_docker_again(const Records& records, const Record& record) {
    PIC_LET(filled, fill(programs[0]));
    PIC_TRY(fill(programs[1]));
    if (!filled) log::info("Docker is not running; its chain is filled when it starts.");
    return records.save(Kind::docker, record);
}

Status close_docker(const Records& records, Record record) {
    for (const auto& program : programs)
        for (const auto& rule : record.opened)
            for (;;) { // each as often as it is there
                PIC_LET(there, succeeds(command(program, "--check", rule)));
                if (!there) break;
                PIC_TRY(must(command(program, "--delete", rule)));
            }
    return records.remove(Kind::docker);
}

} // namespace pic::firewall
