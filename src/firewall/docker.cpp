#include "firewall/docker.hpp"

#include <unistd.h>

#include "base/log.hpp"
#include "base/services.hpp"
#include "firewall/command.hpp"

namespace pic::firewall {

namespace {

const std::string chain = "DOCKER-USER";
const std::string ipv4_program = "/usr/sbin/iptables", ipv6_program = "/usr/sbin/ip6tables";

// On a kernel without IPv6, ip6tables fails; there is nothing to open or close.
bool has_ipv6() {
    return ::access("/proc/net/if_inet6", F_OK) == 0;
}

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

// iptables says 1 of a rule or a chain that is not there. Whatever else it ends with, a lock that
// somebody holds or a kernel that refuses, tells nothing about what is there.
constexpr int absent = 1;

Result<bool> succeeds(const Words& words) {
    auto ran = run(words);
    if (!ran && ran.error().code == Code::not_found) return false; // no iptables: nothing to fill
    if (!ran) return fail(std::move(ran).error());
    if (ran->status == 0 || ran->status == absent) return ran->status == 0;
    return fail(ended(words, *ran));
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

// Docker has the chain for IPv6 only where it does IPv6, so the one for IPv4 decides.
Result<bool> fill_all() {
    PIC_LET(filled, fill(ipv4_program));
    if (has_ipv6()) PIC_TRY(fill(ipv6_program));
    return filled;
}

Status empty(const std::string& program, const std::vector<std::string>& opened) {
    for (const auto& rule : opened)
        for (;;) { // each as often as it is there
            PIC_LET(there, succeeds(command(program, "--check", rule)));
            if (!there) break;
            PIC_TRY(must(command(program, "--delete", rule)));
        }
    return {};
}

} // namespace

Status open_docker(const Records& records, Record record, std::uint16_t port) {
    const bool first = record.opened.empty();
    record.port = port;
    record.opened = rules();
    PIC_TRY(records.save(Kind::docker, record));
    PIC_LET(filled, fill_all());
    if (filled) return {};
    if (first) PIC_TRY(records.remove(Kind::docker)); // else it is filled when Docker starts
    return fail(Code::unavailable, "iptables has no chain DOCKER-USER", {},
                "is Docker running? systemctl status docker");
}

Status open_docker_again(const Records& records, const Record& record) {
    PIC_LET(filled, fill_all());
    if (!filled) log::info("Docker is not running; its chain is filled when it starts.");
    return records.save(Kind::docker, record);
}

Status close_docker(const Records& records, Record record) {
    PIC_TRY(empty(ipv4_program, record.opened));
    if (has_ipv6()) PIC_TRY(empty(ipv6_program, record.opened));
    return records.remove(Kind::docker);
}

} // namespace pic::firewall
