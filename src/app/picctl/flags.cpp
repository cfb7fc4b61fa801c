#include "app/picctl/flags.hpp"

#include <algorithm>

#include "app/picctl/fields.hpp"

namespace pic::picctl {

namespace {

using control::Operation;

bool tells_condition(const Operation& operation) {
    if (operation.output == nullptr) return false;
    const auto schema = operation.output();
    const auto* properties = schema.if_contains("properties");
    return properties != nullptr && properties->as_object().contains("condition");
}

bool any(const Operation&) {
    return true;
}

constexpr Flag list[] = {
    {"output", "write the file there (-: standard output), and print the rest",
     [](const Operation& each) { return each.hands_out_file(); }, nullptr, &Command::output,
     "file"},
    {"check", "fail unless the cell works; warnings are picctl doctor's", tells_condition,
     &Command::check},
    {"dry-run", "say what would change, and change nothing",
     [](const Operation& each) { return each.can_be_tried(); }, &Command::dry_run},
    {"yes", "do it without asking first", has_to_be_confirmed, &Command::yes},
    {"json", "print the answer as JSON", any, &Command::json},
    {"help", "this list, as -h does", any, &Command::help},
};

} // namespace

std::span<const Flag> flags() {
    return list;
}

const Flag* find_flag(std::string_view name) {
    const auto* found = std::ranges::find(list, name, &Flag::name);
    return found == std::end(list) ? nullptr : found;
}

bool asks_for_help(std::string_view word) {
    return word == "--help" || word == "-h";
}

} // namespace pic::picctl
