#include "firewall/firewalld.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "base/services.hpp"
#include "firewall/command.hpp"

namespace pic::firewall {

namespace {

constexpr const char *online = "/usr/bin/firewall-cmd", *offline = "/usr/bin/firewall-offline-cmd";
constexpr int not_running = 252; // firewall-cmd(1), EXIT CODES

struct Object {
    std::string kind, name, content; // kind: "zone" or "policy"
    std::string line() const { return kind + " " + name; }
};

std::string port_element(std::uint16_t port, const char* protocol) {
    return "  <port port=\"" + std::to_string(port) + "\" protocol=\"" + protocol + "\"/>\n";
}

// firewalld.zone(5), firewalld.policy(5). Nothing is listed that would let a device reach more of
// this machine than the cell's services.
std::vector<Object> objects(std::uint16_t port) {
    std::string ports;
    for (const auto& service : services) {
        if (service.udp) ports += port_element(service.port, "udp");
        if (service.tcp) ports += port_element(service.port, "tcp");
    }
    return {{"zone", "pic",
             "<zone>\n  <short>picd</short>\n  <interface name=\"" +
                 std::string(devices_interface) + "\"/>\n" + ports + "</zone>\n"},
            {"policy", "pic-in",
             "<policy priority=\"-100\" target=\"CONTINUE\">\n  <short>picd</short>\n"
             "  <ingress-zone name=\"ANY\"/>\n  <egress-zone name=\"HOST\"/>\n" +
                 port_element(port, "udp") + "</policy>\n"},
            {"policy", "pic-out",
             "<policy target=\"ACCEPT\">\n  <short>picd</short>\n"
             "  <ingress-zone name=\"pic\"/>\n  <egress-zone name=\"ANY\"/>\n</policy>\n"}};
}

// firewall-cmd changes the permanent configuration through the daemon; without a daemon its twin
// writes the same files.
class Tool {
  public:
    static Result<Tool> find() {
        PIC_LET(state, run({online, "--state"}));
        if (state.status == 0) return Tool(true);
        if (state.status == not_running) return Tool(false);
        return fail(
            Error{Code::unavailable, "firewall-cmd does not answer", {}, {}, {state.output}});
    }

    bool runs() const { return runs_; }
    Words command(std::string option) const {
        return runs_ ? Words{online, "--permanent", std::move(option)}
                     : Words{offline, std::move(option)};
    }
    Result<bool> has(const Object& object) const {
        PIC_LET(output, must(command(object.kind == "zone" ? "--get-zones" : "--get-policies")));
        for (const auto& name : words_of(output))
            if (name == object.name) return true;
        return false;
    }
    Status reload() const {
        if (runs_) PIC_TRY(must({online, "--reload"}));
        return {};
    }

  private:
    explicit Tool(bool runs) : runs_(runs) {}
    bool runs_;
};

Status create(const Tool& tool, const Object& object) {
    std::string directory = "/tmp/pic-firewall-XXXXXX"; // the unit's own
    if (mkdtemp(directory.data()) == nullptr)
        return fail(errno_error(errno, "cannot make a directory in /tmp"));
    const auto path = directory + "/" + object.name + ".xml";
    std::ofstream file(path);
    file << "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" << object.content;
    file.close();
    auto command = tool.command("--new-" + object.kind + "-from-file=" + path);
    command.push_back("--name=" + object.name);
    const auto outcome = must(command);
    std::error_code ignored; // in a directory that systemd removes
    std::filesystem::remove_all(directory, ignored);
    PIC_TRY(outcome);
    return {};
}

Status remove(const Tool& tool, const Object& object) {
    PIC_LET(there, tool.has(object));
    if (there) PIC_TRY(must(tool.command("--delete-" + object.kind + "=" + object.name)));
    // The copy that firewalld keeps of what it deletes.
    const auto folder = object.kind == "zone" ? "zones/" : "policies/";
    std::remove(("/etc/firewalld/" + std::string(folder) + object.name + ".xml.old").c_str());
    return {};
}

Status check_free(const Tool& tool, const Record& record, const Object& object) {
    if (record.has(object.line())) return {};
    PIC_LET(there, tool.has(object));
    if (!there) return {};
    return fail(Code::conflict, "firewalld has a " + object.line() + " that picd did not make", {},
                "rename or remove it: firewall-cmd --permanent --delete-" + object.kind + "=" +
                    object.name);
}

} // namespace

Status open_firewalld(const Records& records, Record record, std::uint16_t port) {
    PIC_LET(tool, Tool::find());
    if (!tool.runs())
        return fail(Code::unavailable, "firewalld is not running", {},
                    "systemctl status firewalld says why");
    const auto wanted = objects(port);
    for (const auto& object : wanted)
        PIC_TRY(check_free(tool, record, object));
    record.port = port;
    for (const auto& object : wanted)
        if (!record.has(object.line())) record.opened.push_back(object.line());
    PIC_TRY(records.save(Kind::firewalld, record));
    // Policies name the zone: they go first and come last.
    for (auto object = wanted.rbegin(); object != wanted.rend(); ++object)
        PIC_TRY(remove(tool, *object));
    for (const auto& object : wanted)
        PIC_TRY(create(tool, object));
    return tool.reload();
}

Status close_firewalld(const Records& records, Record record) {
    PIC_LET(tool, Tool::find());
    const auto all = objects(record.port);
    for (auto object = all.rbegin(); object != all.rend(); ++object)
        if (record.has(object->line())) PIC_TRY(remove(tool, *object));
    PIC_TRY(tool.reload());
    return records.remove(Kind::firewalld);
}

} // namespace pic::firewall
