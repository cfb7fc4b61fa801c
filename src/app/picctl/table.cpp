#include "app/picctl/table.hpp"

#include <algorithm>
#include <map>

#include "app/picctl/fold.hpp"
#include "app/picctl/peer_view.hpp"
#include "app/picctl/text.hpp"

namespace pic::picctl {

namespace json = boost::json;

namespace {

using Names = std::vector<std::string>;

// What is worth a column, where not everything is, and what can be done without where there is no
// room, the least needed first. The last column is folded: it is the one with sentences.
struct Columns {
    Names shown, spared;
};
const std::map<std::string, Columns, std::less<>> known = {
    {"peers",
     {{"name", "ipv4", "ipv6", "state", "tunnel", "connected_from", "last_handshake", "blocked"},
      {"ipv6", "tunnel", "connected_from", "last_handshake"}}},
    {"units", {{"unit", "health", "state", "restarts", "message"}, {"restarts", "state"}}},
    {"users", {{"name", "role", "enabled", "created"}, {}}},
    {"sessions", {{"id", "user_name", "address", "last_used", "agent"}, {"last_used"}}},
    {"entries",
     {{"number", "time", "actor", "address", "action", "target", "result"},
      {"number", "address", "result"}}},
};

constexpr std::size_t gap = 2, narrowest = 20; // of the last column, where it is folded

struct Column {
    std::string name;
    Names cells; // under its title
    std::size_t width() const {
        std::size_t widest = 0;
        for (const auto& cell : cells)
            widest = std::max(widest, width_of(cell));
        return widest;
    }
    bool empty() const {
        return std::all_of(cells.begin() + 1, cells.end(),
                           [](const auto& cell) { return cell == "-"; });
    }
};

bool fits_a_cell(const json::value& value) {
    const auto* items = value.if_array();
    return !value.is_object() &&
           (items == nullptr || items->empty() || !items->front().is_object());
}

Names columns_of(std::string_view name, const json::array& rows) {
    if (const auto found = known.find(name); found != known.end()) return found->second.shown;
    Names all;
    for (const auto& field : rows.front().as_object())
        if (fits_a_cell(field.value())) all.emplace_back(field.key());
    return all;
}

std::string cell_of(std::string_view table, const json::object& row, const std::string& column) {
    if (table == "peers" && column == "state") return state_of_peer(row);
    const auto text = member(row, column);
    return text.empty() ? "-" : text;
}

std::string title_of(std::string name) {
    std::ranges::replace(name, '_', ' ');
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return name;
}

// In the order that a person looks a name up in; what has none stays in that of the cell.
json::array sorted(json::array rows) {
    std::ranges::stable_sort(
        rows, {}, [](const json::value& row) { return member(row.as_object(), "name"); });
    return rows;
}

bool fits(const std::vector<Column>& table, std::size_t width) {
    std::size_t least = (table.size() - 1) * gap;
    for (const auto& column : table)
        least += &column == &table.back() ? std::min(column.width(), narrowest) : column.width();
    return least <= width;
}

// Leaves out what says nothing, then what is least needed, until the rest fits. Answers with what
// is missed.
Names spare(std::vector<Column>& table, const Names& order, std::size_t width) {
    if (!fits(table, width))
        std::erase_if(table, [&](const auto& column) {
            return column.name != table.front().name && column.empty();
        });
    Names missed;
    for (const auto& name : order) {
        if (fits(table, width)) break;
        if (std::erase_if(table, [&](const auto& column) { return column.name == name; }) != 0)
            missed.push_back(title_of(name));
    }
    return missed;
}

std::string drawn(const std::vector<Column>& table, std::size_t width) {
    std::string text;
    for (std::size_t row = 0; row < table.front().cells.size(); ++row) {
        std::string line;
        std::size_t at = 0; // where the column begins
        for (const auto& column : table) {
            line += std::string(at - width_of(line), ' ') + column.cells[row];
            if (&column != &table.back()) at += column.width() + gap;
        }
        text += folded(line, width, at) + '\n';
    }
    return text;
}

// Where there is no room for columns: a row is lines of its own, and nothing is left out.
std::string stacked(const std::vector<Column>& table, std::size_t width) {
    std::string text;
    for (std::size_t row = 1; row < table.front().cells.size(); ++row) {
        std::vector<Line> lines;
        for (const auto& column : table)
            if (column.cells[row] != "-")
                lines.push_back({column.cells.front(), column.cells[row]});
        text += (text.empty() ? "" : "\n") + aligned(lines, width);
    }
    return text;
}

std::string joined(const Names& names) {
    std::string text;
    for (const auto& name : names)
        text.append(text.empty() ? "" : ", ").append(name);
    return text;
}

// What print.cpp says in a sentence.
bool is_remark(const json::key_value_pair& field) {
    return field.key().starts_with('_') || field.key() == "notes" ||
           (field.key() == "confirm" && field.value().is_object());
}

} // namespace

std::string table(std::string_view name, const json::array& rows, std::size_t width) {
    if (rows.empty()) return "No " + std::string(name) + ".\n";
    const auto in_order = sorted(rows);
    std::vector<Column> table;
    for (const auto& head : columns_of(name, rows)) {
        auto& column = table.emplace_back(Column{head, {title_of(head)}});
        for (const auto& row : in_order)
            column.cells.push_back(cell_of(name, row.as_object(), head));
    }
    if (width == 0) return drawn(table, width);
    const auto found = known.find(name);
    auto fewer = table;
    const auto missed = spare(fewer, found == known.end() ? Names() : found->second.spared, width);
    if (!fits(fewer, width)) return stacked(table, width);
    const auto remark = "Left out for lack of room: " + joined(missed) + "; --json has all.";
    return drawn(fewer, width) + (missed.empty() ? "" : folded(remark, width) + "\n");
}

std::string lines(const json::object& body, std::size_t width) {
    std::string tables;
    std::vector<Line> plain;
    for (const auto& field : body) {
        if (is_remark(field)) continue;
        std::string name(field.key());
        const auto* rows = field.value().if_array();
        if (rows != nullptr && !rows->empty() && rows->front().is_object()) {
            tables += "\n" + name + "\n" + table(name, *rows, width);
            continue;
        }
        std::ranges::replace(name, '_', ' ');
        plain.push_back({std::move(name), text_of(field.value())});
    }
    return aligned(plain, width) + tables;
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
