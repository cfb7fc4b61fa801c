#include "app/picctl/table.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <vector>

namespace pic::picctl {

namespace json = boost::json;

namespace {

// What is worth a column, where not everything is.
const std::map<std::string, std::vector<std::string>, std::less<>> columns = {
    {"peers",
     {"name", "ipv4", "ipv6", "state", "tunnel", "connected_from", "last_handshake", "blocked"}},
    {"units", {"unit", "health", "state", "restarts", "message"}},
    {"users", {"name", "role", "enabled", "created"}},
    {"sessions", {"id", "user_name", "address", "agent", "last_used"}},
    {"entries", {"number", "time", "actor", "address", "action", "target", "result"}},
};

bool fits_a_cell(const json::value& value) {
    const auto* items = value.if_array();
    return !value.is_object() &&
           (items == nullptr || items->empty() || !items->front().is_object());
}

std::vector<std::string> columns_of(std::string_view name, const json::array& rows) {
    if (const auto found = columns.find(name); found != columns.end()) return found->second;
    std::vector<std::string> all;
    for (const auto& field : rows.front().as_object())
        if (fits_a_cell(field.value())) all.emplace_back(field.key());
    return all;
}

bool is_true(const json::object& row, std::string_view name) {
    const auto* value = row.if_contains(name);
    return value != nullptr && *value == true;
}

// Of a peer, in one word: why it cannot connect, or what is left to do.
std::string state_of_peer(const json::object& peer) {
    if (!is_true(peer, "enabled")) return "disabled";
    if (is_true(peer, "expired")) return "expired";
    return is_true(peer, "reissue_needed") ? "re-issue" : "enabled";
}

std::string cell_of(std::string_view table, const json::object& row, const std::string& column) {
    if (table == "peers" && column == "state") return state_of_peer(row);
    const auto* value = row.if_contains(column);
    auto text = value == nullptr ? std::string() : text_of(*value);
    return text.empty() ? "-" : text;
}

std::string title_of(std::string name) {
    std::ranges::replace(name, '_', ' ');
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return name;
}

std::string aligned(const std::vector<std::vector<std::string>>& table) {
    std::vector<std::size_t> widths(table.front().size());
    for (const auto& row : table)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    std::string text;
    for (const auto& row : table) {
        for (std::size_t i = 0; i < row.size(); ++i)
            text += i + 1 == row.size() ? row[i] : fmt::format("{:<{}}  ", row[i], widths[i]);
        text += '\n';
    }
    return text;
}

// What print.cpp says in a sentence.
bool is_remark(const json::key_value_pair& field) {
    return field.key().starts_with('_') || field.key() == "notes" ||
           (field.key() == "confirm" && field.value().is_object());
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
    std::vector<std::vector<std::string>> cells(1);
    for (const auto& head : heads)
        cells.front().push_back(title_of(head));
    for (const auto& row : rows) {
        auto& line = cells.emplace_back();
        for (const auto& head : heads)
            line.push_back(cell_of(name, row.as_object(), head));
    }
    return aligned(cells);
}

std::string lines(const json::object& body) {
    std::string text, tables;
    std::size_t width = 0;
    for (const auto& field : body)
        width = std::max(width, field.key().size());
    for (const auto& field : body) {
        if (is_remark(field)) continue;
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

const json::key_value_pair* only_list(const json::object& body) {
    const json::key_value_pair* found = nullptr;
    for (const auto& field : body) {
        if (field.key() == "next" || field.key() == "total" || field.key().starts_with('_'))
            continue; // of the page, not of the cell
        if (!field.value().is_array()) return nullptr;
        const auto& rows = field.value().as_array();
        if (found != nullptr || (!rows.empty() && !rows.front().is_object())) return nullptr;
        found = &field;
    }
    return found;
}

} // namespace pic::picctl
