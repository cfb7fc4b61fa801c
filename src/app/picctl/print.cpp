#include "app/picctl/print.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "app/picctl/command_line.hpp"
#include "app/picctl/views.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;

// What is worth a column, where not everything is.
const std::map<std::string, std::vector<std::string>, std::less<>> columns = {
    {"peers",
     {"name", "ipv4", "ipv6", "enabled", "tunnel", "connected_from", "last_handshake", "blocked"}},
    {"units", {"unit", "health", "state", "restarts", "message"}},
    {"users", {"name", "role", "enabled", "created"}},
    {"sessions", {"id", "name", "address", "agent", "last_used"}},
    {"entries", {"number", "time", "actor", "address", "action", "target", "result"}},
};

std::vector<std::string> columns_of(std::string_view name, const json::array& rows) {
    if (const auto found = columns.find(name); found != columns.end()) return found->second;
    std::vector<std::string> all;
    for (const auto& field : rows.front().as_object())
        if (!field.value().is_object() && !field.value().is_array()) all.emplace_back(field.key());
    return all;
}

} // namespace

std::string text_of(const json::value& value) {
    if (value.is_null()) return "-";
    if (value.is_string()) return std::string(value.as_string());
    if (value.is_bool()) return value.as_bool() ? "yes" : "no";
    if (!value.is_array()) return json::serialize(value);
    std::string text;
    for (const auto& item : value.as_array())
        text += (text.empty() ? "" : ", ") + text_of(item);
    return text;
}

std::string table(std::string_view name, const json::array& rows) {
    if (rows.empty()) return "No " + std::string(name) + ".\n";
    const auto heads = columns_of(name, rows);
    std::vector<std::size_t> widths;
    for (const auto& head : heads)
        widths.push_back(head.size());
    std::vector<std::vector<std::string>> cells;
    for (const auto& row : rows) {
        auto& line = cells.emplace_back();
        for (std::size_t i = 0; i < heads.size(); ++i) {
            const auto* value = row.as_object().if_contains(heads[i]);
            line.push_back(value == nullptr ? "-" : text_of(*value));
            if (line.back().empty()) line.back() = "-";
            widths[i] = std::max(widths[i], line.back().size());
        }
    }
    std::string text;
    const auto add = [&](const auto& line) {
        for (std::size_t i = 0; i < line.size(); ++i)
            text += i + 1 == line.size() ? line[i] : fmt::format("{:<{}}  ", line[i], widths[i]);
        text += '\n';
    };
    auto titles = heads;
    for (auto& title : titles) {
        std::ranges::replace(title, '_', ' ');
        std::ranges::transform(title, title.begin(), [](char c) {
            return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        });
    }
    add(titles);
    for (const auto& line : cells)
        add(line);
    return text;
}

std::string lines(const json::object& body) {
    std::string text, tables;
    std::size_t width = 0;
    for (const auto& field : body)
        width = std::max(width, field.key().size());
    for (const auto& field : body) {
        if (field.key().starts_with('_')) continue;
        std::string name(field.key());
        const auto* rows = field.value().if_array();
        if (rows != nullptr && !rows->empty() && rows->front().is_object()) {
            tables += "\n" + name + "\n" + table(name, *rows);
            continue;
        }
        std::ranges::replace(name, '_', ' ');
        text += fmt::format("{:<{}}  {}\n", name, width, text_of(field.value()));
    }
    return text + tables;
}

std::string print(const control::Operation& operation, const json::object& body) {
    std::string text;
    // A dry run answers with steps, whatever the operation answers otherwise.
    const bool steps = body.contains("steps");
    if (const auto* view = find_view(steps ? "cell.plan" : operation.name))
        text = view->print(body);
    else if (const auto* list = only_list(body))
        text = table(list->key(), list->value().as_array());
    else
        text = lines(body);
    if (const auto* pending = body.if_contains("_pending"))
        for (const auto& each : pending->as_array())
            text += "Stored, but not in force yet: " + text_of(each) + "\n";
    if (const auto* confirm = body.if_contains("confirm");
        confirm != nullptr && confirm->is_object())
        text +=
            fmt::format("This will be undone at {} unless you confirm it, best over the way you "
                        "changed:\n  picctl confirm {}\n",
                        text_of(confirm->at("deadline")), text_of(confirm->at("id")));
    return text;
}

std::string help(std::span<const control::Operation> operations) {
    std::string text = "usage: picctl COMMAND [NAME] [--OPTION VALUE]… [--json]\n\n";
    for (const auto& operation : operations) {
        const auto name = operation.noun() == "cell"
                              ? spelled(operation.verb())
                              : std::string(operation.noun()) + " " + spelled(operation.verb());
        text += fmt::format("  {:<20} {}\n", name, operation.help);
    }
    return text + "\npicctl COMMAND --help shows the options of one.\n";
}

std::string help(const control::Operation& operation) {
    std::string text = std::string(operation.help) + "\n\nusage: picctl ";
    if (operation.noun() != "cell") text += std::string(operation.noun()) + " ";
    text += spelled(operation.verb());
    if (!operation.positional.empty()) text += " [" + spelled(operation.positional) + "]";
    text += "\n";
    if (operation.input != nullptr)
        for (const auto& line : option_lines(operation.input()))
            text += "  " + line + "\n";
    if (has_to_be_confirmed(operation)) text += "  --yes\n";
    if (operation.hands_out_file()) text += "  --output file\n";
    return text;
}

} // namespace pic::picctl
