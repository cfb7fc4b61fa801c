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
    Words words;
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

Words choices_of(const boost::json::object& schema) {
    if (const auto* either = schema.if_contains("anyOf")) {
        auto words = choices_of(either->as_array().front().as_object());
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

// What lists the values that a field may have; null where nothing does.
const Operation* list_for(std::string_view field, const Operation& operation,
                          std::span<const Operation> operations) {
    const bool of_user = field == "owner" || field == "user";
    if (!of_user && (field != operation.positional || operation.verb() == "add")) return nullptr;
    const auto name = (of_user ? "user" : std::string(operation.noun())) + ".list";
    const auto found = std::ranges::find(operations, name, &Operation::name);
    return found == operations.end() ? nullptr : &*found;
}

// The words of a command itself.
Words command_words(std::span<const std::string_view> before,
                    std::span<const Operation> operations) {
    if (before.empty()) return first_words(operations);
    return before.size() == 1 ? verbs_of(unspelled(before[0]), operations) : Words();
}

} // namespace

std::vector<std::string> complete_word(std::span<const std::string_view> words,
                                       std::span<const Operation> operations,
                                       const Existing& existing) {
    const std::string_view prefix = words.empty() ? std::string_view() : words.back();
    const auto before = words.first(words.empty() ? 0 : words.size() - 1);
    const bool help = !before.empty() && before[0] == "help"; // of a command, and no more
    const auto named = help ? Named() : find_operation(before, operations);
    const auto existing_for = [&](const std::string& field) {
        if (field == "time_zone") return existing.time_zones();
        const auto* list = list_for(field, *named.operation, operations);
        return list == nullptr ? Words() : existing.names(*list, field, prefix);
    };
    const auto values_of = [&](const Field& field) {
        auto values = choices_of(field.schema);
        if (values.empty()) values = existing_for(field.path.back());
        if (may_be_none(field)) values.emplace_back("none");
        return values;
    };
    Words proposals;
    if (named.operation != nullptr) {
        const auto fields = fields_of(*named.operation);
        if (const auto* field = awaited(fields, before.back()); field != nullptr)
            proposals = values_of(*field);
        else if (before.back() == "--output")
            return {};
        else if (prefix.starts_with('-'))
            proposals = options_of(*named.operation);
        else
            proposals = existing_for(std::string(named.operation->positional));
    } else {
        proposals = command_words(before.subspan(help ? 1 : 0), operations);
        if (before.empty()) proposals.emplace_back("help");
    }
    std::erase_if(proposals, [&](const auto& word) { return !word.starts_with(prefix); });
    std::ranges::sort(proposals);
    return proposals;
}

} // namespace pic::picctl
