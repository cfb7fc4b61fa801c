#include "app/picctl/completion.hpp"

#include <algorithm>

#include "app/picctl/command_line.hpp"
#include "app/picctl/flags.hpp"
#include "app/picctl/text.hpp"

namespace pic::picctl {

namespace {

using control::Operation;
using Words = std::vector<std::string>;

void add_once(Words& words, const std::string& word) {
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
}

// Nouns, and the verbs of the cell's own, which stand without it.
Words first_words(std::span<const Operation> operations) {
    Words words = {"help"};
    for (const auto& operation : operations)
        add_once(words,
                 spelled(operation.noun() == cell_noun ? operation.verb() : operation.noun()));
    return words;
}

Words verbs_of(std::string_view noun, std::span<const Operation> operations) {
    Words words;
    for (const auto& operation : operations)
        if (operation.noun() == noun) words.push_back(spelled(operation.verb()));
    return words;
}

Words options_of(const Operation& operation) {
    Words words;
    for (const auto& flag : flags())
        if (flag.fits(operation)) words.push_back("--" + std::string(flag.name));
    for (const auto& field : fields_of(operation)) {
        if (field.path.back() == "confirm") continue; // --yes, here
        const auto option = "--" + spelled(field.path.back());
        words.push_back(is_secret(field.path.back()) ? option + "-stdin" : option);
        if (type_of(field.schema) == "boolean") words.push_back("--no-" + option.substr(2));
    }
    return words;
}

Words values_of(const boost::json::object& schema) {
    if (const auto* either = schema.if_contains("anyOf")) {
        auto words = values_of(either->as_array().front().as_object());
        words.emplace_back("none");
        return words;
    }
    Words words;
    if (const auto* names = schema.if_contains("enum"))
        for (const auto& name : names->as_array())
            words.push_back(text_of(name));
    return words;
}

// The field whose value follows this word, when the word is an option that takes one.
const Field* awaited(const std::vector<Field>& fields, std::string_view word) {
    if (!word.starts_with("--")) return nullptr;
    const auto* field = find(fields, unspelled(word.substr(2)));
    return field == nullptr || type_of(field->schema) == "boolean" ? nullptr : field;
}

Words existing(const Operation& operation, std::span<const Operation> operations,
               std::string_view prefix, const Names& names) {
    const auto list = std::string(operation.noun()) + ".list";
    const std::string field(operation.positional);
    if (field.empty() || operation.verb() == "add") return {};
    for (const auto& each : operations)
        if (each.name == list) return names(each, field, prefix);
    return {};
}

} // namespace

std::vector<std::string> complete_word(std::span<const std::string_view> words,
                                       std::span<const Operation> operations, const Names& names) {
    const std::string_view prefix = words.empty() ? std::string_view() : words.back();
    const auto before = words.first(words.empty() ? 0 : words.size() - 1);
    const auto named = find_operation(before, operations);
    Words proposals;
    if (named.operation != nullptr) {
        const auto fields = fields_of(*named.operation);
        if (const auto* field = awaited(fields, before.back()); field != nullptr)
            proposals = values_of(field->schema);
        else if (before.back() == "--output")
            return {};
        else if (prefix.starts_with('-'))
            proposals = options_of(*named.operation);
        else
            proposals = existing(*named.operation, operations, prefix, names);
    } else if (before.empty()) {
        proposals = first_words(operations);
    } else if (before.size() == 1) {
        proposals = verbs_of(unspelled(before[0]), operations);
    }
    std::erase_if(proposals, [&](const auto& word) { return !word.starts_with(prefix); });
    std::ranges::sort(proposals);
    return proposals;
}

} // namespace pic::picctl
