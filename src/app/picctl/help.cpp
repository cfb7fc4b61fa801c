#include "app/picctl/help.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "app/picctl/command_line.hpp"
#include "app/picctl/flags.hpp"
#include "app/picctl/table.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;
using control::Operation;

constexpr std::size_t width = 80, column = 34; // where what an option does begins

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
    return "--" + name + " " + kind_of(field.schema);
}

std::string about(const Field& field) {
    const auto* description = field.schema.if_contains("description");
    auto text = description == nullptr ? std::string() : text_of(*description);
    if (const auto* value = field.schema.if_contains("default"))
        text += fmt::format("{}({})", text.empty() ? "" : " ", text_of(*value));
    return text;
}

// Lines of these words, no longer than this.
std::vector<std::string> wrapped(std::string_view text, std::size_t room) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' '));
        if (lines.empty() || lines.back().size() + 1 + word.size() > room)
            lines.emplace_back(word);
        else
            lines.back().append(" ").append(word);
        text.remove_prefix(std::min(word.size() + 1, text.size()));
    }
    return lines;
}

// The option, and beside or below it what it does.
std::string entry(const std::string& option, std::string_view text) {
    auto result = "  " + option;
    if (result.size() + 2 > column) result += '\n' + std::string(column, ' ');
    result.resize(std::max(result.size(), column), ' ');
    for (const auto& line : wrapped(text, width - column)) {
        if (result.back() != ' ') result += '\n' + std::string(column, ' ');
        result += line;
    }
    while (result.ends_with(' '))
        result.pop_back();
    return result + '\n';
}

// What stands behind the command without an option.
std::string main_input(const Field& field) {
    auto text = placeholder(field.path.back()) + ": " + about(field);
    if (field.schema.contains("enum")) text += ": " + kind_of(field.schema);
    std::string result;
    for (const auto& line : wrapped(text, width))
        result += line + "\n";
    return result;
}

std::string usage(const Operation& operation) {
    auto text = "picctl " + command_name(operation);
    if (operation.positional.empty()) return text;
    const auto name = placeholder(operation.positional);
    return text + (is_needed(operation, operation.positional) ? " " + name : " [" + name + "]");
}

} // namespace

std::string help(std::span<const Operation> operations) {
    std::string text = "usage: picctl COMMAND [NAME] [--OPTION VALUE]...\n\n";
    for (const auto& operation : operations)
        text += fmt::format("  {:<20} {}\n", command_name(operation), operation.help);
    return text +
           "\npicctl help COMMAND shows the options of one, picctl --version which this is.\n";
}

std::string help(std::span<const Operation> operations, std::string_view noun) {
    std::string text;
    for (const auto& operation : operations)
        if (operation.noun() == unspelled(noun) && noun != cell_noun)
            text += fmt::format("  {:<20} {}\n", command_name(operation), operation.help);
    return text.empty() ? text : fmt::format("usage: picctl {} VERB ...\n\n{}", noun, text);
}

std::string help(const Operation& operation) {
    std::string text =
        fmt::format("usage: {} [--OPTION VALUE]...\n\n{}\n", usage(operation), operation.help);
    std::string options, own;
    for (const auto& field : fields_of(operation)) {
        if (field.path.back() == operation.positional)
            text += main_input(field);
        else if (field.path.back() != "confirm") // --yes, here
            options += entry(option_of(field), about(field));
    }
    for (const auto& flag : flags())
        if (flag.fits(operation))
            own += entry(fmt::format("--{}{}{}", flag.name, flag.placeholder.empty() ? "" : " ",
                                     flag.placeholder),
                         flag.help);
    if (!options.empty()) options += "\n";
    return text + "\n" + options + own;
}

} // namespace pic::picctl
