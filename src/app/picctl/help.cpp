#include "app/picctl/help.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "app/picctl/command_line.hpp"
#include "app/picctl/flags.hpp"
#include "app/picctl/fold.hpp"
#include "app/picctl/text.hpp"
#include "app/picctl/value.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;
using control::Operation;

constexpr std::size_t width = 80, verb_column = 23, option_column = 34; // what they do

std::string kind_of(const json::object& schema) {
    if (const auto* either = schema.if_contains("anyOf"))
        return kind_of(either->as_array().front().as_object()) + "|none";
    if (const auto* names = schema.if_contains("enum")) {
        std::string text;
        for (const auto& name : names->as_array())
            text += (text.empty() ? "" : "|") + text_of(name);
        return text;
    }
    if (const auto* items = schema.if_contains("items"))
        return kind_of(items->as_object()) + ",...";
    if (const auto* format = schema.if_contains("format"))
        return *format == "date-time" ? "time" : text_of(*format);
    if (const auto* members = schema.if_contains("properties")) {
        std::string text;
        for (const auto& member : members->as_object())
            text += (text.empty() ? "" : "@") + spelled(member.key());
        return text;
    }
    const auto type = type_of(schema);
    return type == "string" ? "text" : type == "integer" ? "number" : type;
}

std::string option_of(const Field& field) {
    const auto name = spelled(field.path.back());
    if (is_secret(field.path.back())) return "--" + name + "-stdin";
    if (type_of(field.schema) == "boolean") return "--[no-]" + name;
    return "--" + name + " " + kind_of(field.schema) + (may_be_none(field) ? "|none" : "");
}

bool takes_time(const Field& field) {
    return kind_of(field.schema).starts_with("time");
}

std::string about(const Field& field) {
    const auto* description = field.schema.if_contains("description");
    auto text = description == nullptr ? std::string() : text_of(*description);
    if (const auto* value = field.schema.if_contains("default"))
        text += fmt::format("{}({})", text.empty() ? "" : " ", text_of(*value));
    return text;
}

// `head`, and beside it, or below where it is long, what it is about.
std::string entry(const std::string& head, const std::string& text, std::size_t column) {
    auto beside = "  " + head, above = std::string();
    if (text.empty()) return beside + '\n';
    if (beside.size() + 2 > column) above = std::exchange(beside, {}) + '\n';
    beside.resize(column, ' ');
    return above + folded(beside + text, width, column) + '\n';
}

// What stands behind the command without an option.
std::string main_input(const Field& field) {
    auto text = placeholder(field.path.back()) + ": " + about(field);
    if (field.schema.contains("enum")) text += ": " + kind_of(field.schema);
    return folded(text, width) + "\n";
}

std::string usage(const Operation& operation) {
    auto text = "picctl " + command_name(operation);
    if (operation.positional.empty()) return text;
    const auto name = placeholder(operation.positional);
    return text + (is_needed(operation, operation.positional) ? " " + name : " [" + name + "]");
}

std::string entry(const Operation& operation) {
    return entry(command_name(operation), std::string(operation.help), verb_column);
}

} // namespace

std::string help(std::span<const Operation> operations) {
    std::string text = "usage: picctl COMMAND [NAME] [--OPTION VALUE]...\n\n";
    for (const auto& operation : operations)
        text += entry(operation);
    return text +
           "\npicctl help COMMAND shows the options of one, picctl --version which this is.\n";
}

std::string help(std::span<const Operation> operations, std::string_view noun) {
    std::string text;
    for (const auto& operation : operations)
        if (operation.noun() == unspelled(noun) && noun != cell_noun) text += entry(operation);
    return text.empty() ? text : fmt::format("usage: picctl {} VERB ...\n\n{}", noun, text);
}

std::string help(const Operation& operation) {
    auto text = fmt::format("usage: {} [--OPTION VALUE]...\n\n{}\n", usage(operation),
                            folded(operation.help, width));
    std::string options, own;
    for (const auto& field : fields_of(operation)) {
        if (field.path.back() == operation.positional)
            text += main_input(field);
        else if (field.path.back() != "confirm") // --yes, here
            options += entry(option_of(field), about(field), option_column);
    }
    for (const auto& flag : flags())
        if (flag.fits(operation))
            own += entry(fmt::format("--{}{}{}", flag.name, flag.placeholder.empty() ? "" : " ",
                                     flag.placeholder),
                         std::string(flag.help), option_column);
    if (!options.empty()) options += "\n";
    const auto times =
        std::ranges::any_of(fields_of(operation), takes_time)
            ? "\n" + folded("A time is " + std::string(time_forms) + ".", width) + "\n"
            : "";
    return text + "\n" + options + own + times;
}

} // namespace pic::picctl
