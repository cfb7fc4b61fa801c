#include "app/picctl/fields.hpp"

#include <algorithm>
#include <array>

namespace pic::picctl {

namespace {

namespace json = boost::json;
using control::Operation;

const Operation* find(std::span<const Operation> operations, std::string_view noun,
                      std::string_view verb) {
    for (const auto& operation : operations)
        if (operation.noun() == noun && operation.verb() == verb) return &operation;
    return nullptr;
}

void collect(const json::object& schema, const std::vector<std::string>& prefix,
             std::vector<Field>& fields) {
    const auto* properties = schema.if_contains("properties");
    if (properties == nullptr) return;
    for (const auto& property : properties->as_object()) {
        auto path = prefix;
        path.emplace_back(property.key());
        const auto& content = property.value().as_object();
        if (content.contains("properties"))
            collect(content, path, fields);
        else
            fields.push_back({path, content});
    }
}

} // namespace

std::vector<Field> fields_of(const Operation& operation) {
    std::vector<Field> fields;
    if (operation.input != nullptr) collect(operation.input(), {}, fields);
    return fields;
}

const Field* find(const std::vector<Field>& fields, std::string_view name) {
    const auto found =
        std::ranges::find_if(fields, [&](const auto& field) { return field.path.back() == name; });
    return found == fields.end() ? nullptr : &*found;
}

bool is_needed(const Operation& operation, std::string_view field) {
    return operation.input != nullptr && codec::is_required(operation.input(), field);
}

// The schema cannot tell them from a note, which may well be "none".
bool may_be_none(const Field& field) {
    static constexpr std::array names = {"alias", "pool", "owner"};
    return std::ranges::find(names, field.path.back()) != names.end();
}

bool has_to_be_confirmed(const Operation& operation) {
    return find(fields_of(operation), "confirm") != nullptr;
}

std::string type_of(const json::object& schema) {
    const auto* type = schema.if_contains("type");
    return type == nullptr ? std::string() : std::string(type->as_string());
}

Named find_operation(std::span<const std::string_view> words,
                     std::span<const Operation> operations) {
    if (words.empty()) return {};
    if (const auto* found = find(operations, cell_noun, unspelled(words[0]))) return {found, 1};
    if (words.size() < 2) return {};
    const auto* found = find(operations, unspelled(words[0]), unspelled(words[1]));
    return {found, found == nullptr ? 0U : 2U};
}

std::string command_name(const Operation& operation) {
    const auto verb = spelled(operation.verb());
    return operation.noun() == cell_noun ? verb : spelled(operation.noun()) + " " + verb;
}

std::string placeholder(std::string_view field) {
    auto name = spelled(field);
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return name;
}

std::string spelled(std::string_view name) {
    std::string text(name);
    std::ranges::replace(text, '_', '-');
    return text;
}

std::string unspelled(std::string_view word) {
    std::string name(word);
    std::ranges::replace(name, '-', '_');
    return name;
}

} // namespace pic::picctl
