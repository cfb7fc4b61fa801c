#include "audit/csv.hpp"

namespace pic::audit {

namespace {

// Spreadsheets take a tab or a line break before the sign for nothing.
bool starts_a_formula(std::string_view cell) {
    return !cell.empty() &&
           std::string_view("=+-@\t\r\n|%").find(cell[0]) != std::string_view::npos;
}

void append_cell(std::string& text, std::string_view cell) {
    text += '"';
    if (starts_a_formula(cell)) text += '\'';
    for (const char c : cell) {
        if (c == '"') text += '"';
        text += c;
    }
    text += '"';
}

} // namespace

void append_row(std::string& text, std::initializer_list<std::string_view> cells) {
    bool first = true;
    for (const auto cell : cells) {
        if (!first) text += ',';
        first = false;
        append_cell(text, cell);
    }
    text += "\r\n";
}

} // namespace pic::audit
