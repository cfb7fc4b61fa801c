#include "app/picctl/views.hpp"

#include <fmt/format.h>

#include "app/picctl/table.hpp"
#include "formats/qr.hpp"

namespace pic::picctl {

namespace json = boost::json;

namespace {

std::string member(const json::object& body, std::string_view name) {
    const auto* value = body.if_contains(name);
    return value == nullptr ? std::string() : text_of(*value);
}

const json::array& list(const json::object& body, std::string_view name) {
    static const json::array none;
    const auto* value = body.if_contains(name);
    return value != nullptr && value->is_array() ? value->as_array() : none;
}

std::string status_view(const json::object& body) {
    std::string text = member(body, "summary") + "\n";
    if (!member(body, "zone").empty()) {
        const auto endpoint = member(body, "endpoint");
        text += fmt::format("\nranges    {}, {}\nendpoint  {} ({})\nversion   {}\n",
                            member(body, "ipv4"), member(body, "ipv6"),
                            endpoint.empty() ? "not known" : endpoint, member(body, "reach_text"),
                            member(body, "version"));
    }
    if (!list(body, "servers").empty()) text += "\n" + table("units", list(body, "servers"));
    for (const auto& failure : list(body, "failures"))
        text += "refused: " + text_of(failure) + "\n";
    for (const auto& change : list(body, "pending"))
        text +=
            fmt::format("waits to be confirmed: {}: picctl confirm {}\n",
                        member(change.as_object(), "operation"), member(change.as_object(), "id"));
    return text;
}

std::string doctor_view(const json::object& body) {
    std::string text;
    for (const auto& each : list(body, "findings")) {
        const auto& finding = each.as_object();
        text += fmt::format("{}: {}\n", member(finding, "severity"), member(finding, "what"));
        if (!member(finding, "why").empty())
            text += "  why it matters: " + member(finding, "why") + "\n";
        if (!member(finding, "remedy").empty())
            text += "  what to do: " + member(finding, "remedy") + "\n";
    }
    return text.empty() ? "Nothing is wrong.\n" : text;
}

std::string plan_view(const json::object& body) {
    std::string text;
    for (const auto& step : list(body, "steps"))
        text += text_of(step) + "\n";
    return text.empty() ? "Nothing would change.\n" : text;
}

std::string log_view(const json::object& body) {
    std::string text;
    for (const auto& line : list(body, "lines"))
        text += member(line.as_object(), "time") + " " + member(line.as_object(), "text") + "\n";
    return text.empty() ? "It has said nothing since this machine was started.\n" : text;
}

std::string code_view(const json::object& body) {
    std::string text = "Set the cell up here with: sudo picctl setup\n";
    if (list(body, "addresses").empty())
        return text + "or over the API with the code " + member(body, "code") + "\n";
    text += "or from another device, over the API (POST /api/setup):\n";
    for (const auto& address : list(body, "addresses"))
        text += "  " + text_of(address) + "\n";
    return text +
           fmt::format(
               "  code         {}\n  certificate  {} (SHA-256; compare it before you go on)\n",
               member(body, "code"), member(body, "fingerprint"));
}

std::string issued_view(const json::object& body) {
    const auto* peer = body.if_contains("peer");
    const auto config = member(body, "config");
    std::string text;
    if (!config.empty()) { // else it went where --output said
        const auto code = formats::QrCode::encode(config);
        text = code ? formats::qr_terminal(*code)
                    : "The configuration is too long for a QR code; copy it as a file:\n";
        text += "\n" + config;
    }
    if (peer != nullptr && member(peer->as_object(), "key_origin") == "forgotten")
        text += std::string(text.empty() ? "" : "\n") +
                "This is the only copy: the cell does not keep the device's private key.\n";
    return text;
}

std::string setup_view(const json::object& body) {
    std::string text = fmt::format("{} is set up: {} and {}.\n", member(body, "zone"),
                                   member(body, "ipv4"), member(body, "ipv6"));
    for (const auto& step : list(body, "next"))
        text += "  " + text_of(step) + "\n";
    return text;
}

std::string dns_view(const json::object& body) {
    std::string asked;
    for (const auto& each : list(body, "asked")) {
        const auto name = member(each.as_object(), "tls_name");
        asked += (asked.empty() ? "" : ", ") + member(each.as_object(), "address") +
                 (name.empty() ? " (clear text)" : "@" + name);
    }
    return fmt::format("asked  {}{}\nlan    {}{}\n", asked,
                       member(body, "defaults") == "yes" ? " (the defaults)" : "",
                       member(body, "lan"),
                       member(body, "lan_forbidden") == "yes" ? " (forbidden by picd.yaml)" : "");
}

std::string firewall_text(const json::object& firewall) {
    std::string text = fmt::format("{}{}\n", member(firewall, "kind"),
                                   member(firewall, "active") == "yes" ? "" : " (not active)");
    const auto blocks = member(firewall, "blocks");
    text += fmt::format("  drops   {}\n", blocks.empty() ? "nothing of the cell's" : blocks);
    for (const auto& step : list(firewall, "opened"))
        text += "  opened  " + text_of(step) + "\n";
    return text;
}

std::string firewalls_view(const json::object& body) {
    std::string text;
    for (const auto& each : list(body, "firewalls"))
        text += firewall_text(each.as_object());
    return text.empty() ? "No firewall of this machine was recognised.\n" : text;
}

std::string firewall_view(const json::object& body) {
    return firewall_text(body);
}

constexpr View views[] = {
    {"cell.status", status_view},      {"cell.doctor", doctor_view},
    {"cell.plan", plan_view},          {"cell.setup_code", code_view},
    {"cell.setup", setup_view},        {"dns.show", dns_view},
    {"dns.update", dns_view},          {"peer.add", issued_view},
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
