#include "firewall/ufw.hpp"

#include <sstream>

#include "base/services.hpp"
#include "firewall/command.hpp"

namespace pic::firewall {

namespace {

constexpr const char* program = "/usr/sbin/ufw";
constexpr std::string_view comment = " comment '";
const std::string allow = "allow ", route_allow = "route allow ";

// As "ufw show added" writes them, which is how rules are recognised.
std::vector<std::string> rules(std::uint16_t port) {
    const auto on_device = "in on " + std::string(devices_interface);
    return {allow + std::to_string(port) + "/udp",
            allow + on_device + " to any port " + service_ports(false, ",") + " proto udp",
            allow + on_device + " to any port " + service_ports(true, ",") + " proto tcp",
            route_allow + on_device};
}

// The rules that a person or we added, without comments.
Result<std::vector<std::string>> added() {
    PIC_LET(output, must({program, "show", "added"}));
    std::istringstream lines(output);
    std::vector<std::string> result;
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("ufw ")) result.push_back(line.substr(4, line.find(comment) - 4));
    return result;
}

bool has(const std::vector<std::string>& rules, const std::string& rule) {
    for (const auto& each : rules)
        if (each == rule) return true;
    return false;
}

// ufw would turn somebody's "deny" of the same into our "allow".
Status check_forbidden(const std::vector<std::string>& added, const std::string& rule) {
    const auto at = rule.find(allow);
    for (const auto* verb : {"deny ", "reject ", "limit "}) {
        const auto opposite = rule.substr(0, at) + verb + rule.substr(at + allow.size());
        if (has(added, opposite))
            return fail(Code::conflict, "ufw has a rule that says otherwise: ufw " + opposite, {},
                        "take it back first: ufw delete " + opposite);
    }
    return {};
}

Status remove(const std::string& rule) {
    Words command = {program, "--force"};
    const bool routed = rule.starts_with(route_allow);
    if (routed) command.push_back("route");
    command.push_back("delete");
    for (const auto& word : words_of(routed ? rule.substr(rule.find(allow)) : rule))
        command.push_back(word);
    PIC_TRY(must(command)); // of a rule that is gone, ufw says so and succeeds
    return {};
}

Status add(const std::string& rule) {
    Words command = {program};
    for (const auto& word : words_of(rule))
        command.push_back(word);
    command.insert(command.end(), {"comment", "picd"});
    PIC_TRY(must(command));
    return {};
}

} // namespace

Status open_ufw(const Records& records, Record record, std::uint16_t port) {
    const auto wanted = rules(port);
    PIC_LET(before, added());
    for (const auto& rule : wanted)
        PIC_TRY(check_forbidden(before, rule));
    record.port = port;
    // What is somebody else's already is not ours to take back.
    for (const auto& rule : wanted)
        if (!record.has(rule) && !has(before, rule)) record.opened.push_back(rule);
    PIC_TRY(records.save(Kind::ufw, record));
    for (const auto& rule : wanted)
        if (!has(before, rule)) PIC_TRY(add(rule));
    const auto opened = record.opened;
    for (const auto& rule : opened) {
        if (has(wanted, rule)) continue; // of another port
        PIC_TRY(remove(rule));
        record.forget(rule);
    }
    return records.save(Kind::ufw, record);
}

Status close_ufw(const Records& records, Record record) {
    const auto opened = record.opened;
    for (const auto& rule : opened) {
        PIC_TRY(remove(rule));
        record.forget(rule);
        PIC_TRY(records.save(Kind::ufw, record));
    }
    return records.remove(Kind::ufw);
}

} // namespace pic::firewall
