#include "app/picctl/views.hpp"

#include <fmt/format.h>

#include "app/picctl/fold.hpp"
#include "app/picctl/peer_view.hpp"
#include "app/picctl/table.hpp"
#include "app/picctl/text.hpp"
#include "base/services.hpp"

namespace pic::picctl {

namespace json = boost::json;

namespace {

const json::array& list(const json::object& body, std::string_view name) {
    static const json::array none;
    const auto* value = body.if_contains(name);
    return value != nullptr && value->is_array() ? value->as_array() : none;
}

std::string sentence(const std::string& text, const Screen& screen, std::size_t indent = 2) {
    return folded(text, screen.columns, indent) + "\n";
}

std::string status_view(const json::object& body, const Screen& screen) {
    auto text = sentence(member(body, "summary"), screen);
    if (!member(body, "zone").empty()) {
        const auto endpoint = member(body, "endpoint");
        text +=
            "\n" +
            aligned({{"ranges", member(body, "ipv4") + ", " + member(body, "ipv6")},
                     {"endpoint", fmt::format("{} ({})", endpoint.empty() ? "not known" : endpoint,
                                              member(body, "reach_text"))},
                     {"time zone", member(body, "time_zone")},
                     {"version", member(body, "version")}},
                    screen.columns);
    }
    if (!list(body, "servers").empty())
        text += "\n" + table("units", list(body, "servers"), screen.columns);
    for (const auto& failure : list(body, "failures"))
        text += sentence("refused: " + text_of(failure), screen);
    for (const auto& change : list(body, "pending"))
        text += sentence(
            fmt::format("waits to be confirmed: {0}: picctl confirm {1}, or revert {1}",
                        member(change.as_object(), "operation"), member(change.as_object(), "id")),
            screen);
    return text;
}

std::string doctor_view(const json::object& body, const Screen& screen) {
    std::string text;
    for (const auto& each : list(body, "findings")) {
        const auto& finding = each.as_object();
        text += sentence(member(finding, "severity") + ": " + member(finding, "what"), screen);
        if (!member(finding, "why").empty())
            text += sentence("  why it matters: " + member(finding, "why"), screen, 4);
        if (!member(finding, "remedy").empty())
            text += sentence("  what to do: " + member(finding, "remedy"), screen, 4);
    }
    return text.empty() ? "Nothing is wrong.\n" : text;
}

// Of the plan, and of a dry run, which tells what is stored as well.
std::string plan_view(const json::object& body, const Screen& screen) {
    std::string text;
    for (const auto& change : list(body, "changes"))
        text += sentence("store " + text_of(change), screen);
    for (const auto& step : list(body, "steps"))
        text += sentence(text_of(step), screen);
    return text.empty() ? "Nothing would change.\n" : text;
}

std::string log_view(const json::object& body, const Screen&) {
    std::string text;
    for (const auto& line : list(body, "lines"))
        text += member(line.as_object(), "time") + " " + member(line.as_object(), "text") + "\n";
    return text.empty() ? "It has said nothing since this machine was started.\n" : text;
}

// The last address is the machine's own loopback: on another device it works through SSH.
std::string set_up_addresses(const json::array& addresses, const Screen& screen) {
    std::string text;
    if (addresses.size() == 1)
        text = sentence("  This machine has no address of a home network, and the pages answer no "
                        "other networks: what is left is SSH.",
                        screen);
    for (const auto& address : addresses)
        text += "  " + text_of(address) +
                (&address == &addresses.back()
                     ? fmt::format(" there, after: ssh -L {0}:127.0.0.1:{0} HOST", page_port)
                     : "") +
                "\n";
    return text;
}

std::string code_view(const json::object& body, const Screen& screen) {
    auto text = sentence("Set the cell up here with: sudo picctl setup", screen);
    const auto code = member(body, "code");
    if (list(body, "addresses").empty())
        return text + sentence("or over the API with the code " + code, screen);
    text += sentence("or from another device, over the API (POST /api/setup):", screen) +
            set_up_addresses(list(body, "addresses"), screen);
    return text + "  code         " + code + "\n" +
           sentence(fmt::format("  certificate  {} (SHA-256; compare it before you go on)",
                                member(body, "fingerprint")),
                    screen, 15);
}

std::string setup_view(const json::object& body, const Screen& screen) {
    auto text = sentence(fmt::format("{} is set up: {} and {}.", member(body, "zone"),
                                     member(body, "ipv4"), member(body, "ipv6")),
                         screen);
    for (const auto& step : list(body, "next"))
        text += sentence("  " + text_of(step), screen, 4);
    return text;
}

std::string dns_view(const json::object& body, const Screen& screen) {
    std::string asked;
    for (const auto& each : list(body, "asked")) {
        const auto name = member(each.as_object(), "tls_name");
        asked += (asked.empty() ? "" : ", ") + member(each.as_object(), "address") +
                 (name.empty() ? " (clear text)" : "@" + name);
    }
    if (member(body, "defaults") == "yes") asked += " (the defaults)";
    const bool forbidden = member(body, "lan_forbidden") == "yes";
    return aligned({{"asked", asked},
                    {"lan", member(body, "lan") + (forbidden ? " (forbidden by picd.yaml)" : "")}},
                   screen.columns);
}

std::string firewall_view(const json::object& firewall, const Screen& screen) {
    std::string text = fmt::format("{}{}\n", member(firewall, "kind"),
                                   member(firewall, "active") == "yes" ? "" : " (not active)");
    const auto blocks = member(firewall, "blocks");
    text +=
        sentence("  drops   " + (blocks.empty() ? "nothing of the cell's" : blocks), screen, 10);
    for (const auto& step : list(firewall, "opened"))
        text += sentence("  opened  " + text_of(step), screen, 10);
    return text;
}

std::string firewalls_view(const json::object& body, const Screen& screen) {
    std::string text;
    for (const auto& each : list(body, "firewalls"))
        text += firewall_view(each.as_object(), screen);
    return text.empty() ? "No firewall of this machine was recognised.\n" : text;
}

constexpr View views[] = {
    {"cell.status", status_view},      {"cell.doctor", doctor_view},
    {"cell.plan", plan_view},          {"cell.setup_code", code_view},
    {"cell.setup", setup_view},        {"dns.show", dns_view},
    {"dns.update", dns_view},          {"peer.show", peer_view},
    {"peer.update", peer_view},        {"peer.add", issued_view},
    {"peer.issue", issued_view},       {"unit.log", log_view},
    {"firewall.list", firewalls_view}, {"firewall.open", firewall_view},
    {"firewall.close", firewall_view},
};

} // namespace

const View* find_view(std::string_view operation) {
    for (const auto& view : views)
        if (view.operation == operation) return &view;
    return nullptr;
}

} // namespace pic::picctl
