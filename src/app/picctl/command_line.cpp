#include "app/picctl/command_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace pic::picctl {

namespace {

namespace json = boost::json;
using control::Operation;

Error misuse(std::string detail) {
    return {Code::malformed, std::move(detail), {}, "picctl help shows what there is", {}};
}

Result<json::value> value_of(const json::object& schema, std::string_view text,
                             const std::string& option);

// "9.9.9.9@dns.quad9.net": the members in their order, the last ones left out at will.
Result<json::value> object_of(const json::object& schema, std::string_view text,
                              const std::string& option) {
    json::object object;
    for (const auto& member : schema.at("properties").as_object()) {
        if (text.empty()) break;
        const auto end = std::min(text.find('@'), text.size());
        PIC_LET(value, value_of(member.value().as_object(), text.substr(0, end), option));
        object[member.key()] = std::move(value);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (!text.empty()) return fail(misuse(option + " has no place for " + std::string(text)));
    return json::value(std::move(object));
}

Result<json::value> value_of(const json::object& schema, std::string_view text,
                             const std::string& option) {
    if (const auto* either = schema.if_contains("anyOf")) {
        if (text == "none") return json::value(nullptr);
        return value_of(either->as_array().front().as_object(), text, option);
    }
    const auto type = type_of(schema);
    if (type == "integer") {
        std::int64_t number = 0;
        const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (failure != std::errc() || end != text.data() + text.size())
            return fail(misuse(option + " takes a number"));
        return json::value(number);
    }
    if (type == "boolean") {
        if (text == "true" || text == "yes") return json::value(true);
        if (text == "false" || text == "no") return json::value(false);
        return fail(misuse(option + " is yes or no"));
    }
    if (type == "object") return object_of(schema, text, option);
    return json::value(text);
}

// "a,b" or the option repeated.
Status append_items(const json::object& schema, std::string_view text, const std::string& option,
                    json::array& items) {
    const auto& of = schema.at("items").as_object();
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        PIC_LET(item, value_of(of, text.substr(0, comma), option));
        items.push_back(std::move(item));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return {};
}

json::value& place(json::object& input, const std::vector<std::string>& path) {
    auto* object = &input;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        auto& next = (*object)[path[i]];
        if (!next.is_object()) next = json::object();
        object = &next.as_object();
    }
    return (*object)[path.back()];
}

Status set(json::object& input, const Field& field, std::string_view text,
           const std::string& option) {
    auto& value = place(input, field.path);
    if (type_of(field.schema) == "array") {
        if (!value.is_array()) value = json::array();
        return append_items(field.schema, text, option, value.as_array());
    }
    PIC_LET(parsed, value_of(field.schema, text, option));
    value = std::move(parsed);
    return {};
}

class Parser {
  public:
    Parser(std::span<const std::string_view> words, Command& command) :
        words_(words), command_(command), fields_(fields_of(*command.operation)) {}

    Status run() {
        for (; next_ < words_.size(); ++next_) {
            const auto word = words_[next_];
            PIC_TRY(word.starts_with("--") && word.size() > 2 ? option(word) : positional(word));
        }
        return {};
    }

  private:
    // Of picctl itself, the same for every operation.
    bool common(std::string_view name) {
        if (name == "json") return command_.json = true;
        if (name == "check") return command_.check = true;
        if (name == "dry-run") return command_.dry_run = true;
        if (name == "yes") return command_.yes = true;
        if (name == "help") return command_.help = true;
        return false;
    }

    Status option(std::string_view word) {
        const auto equals = word.find('=');
        const auto name = word.substr(2, equals == std::string_view::npos ? equals : equals - 2);
        const std::string shown = "--" + std::string(name);
        if (equals == std::string_view::npos && common(name)) return {};
        const auto argument = [&]() -> Result<std::string_view> {
            if (equals != std::string_view::npos) return word.substr(equals + 1);
            if (next_ + 1 >= words_.size()) return fail(misuse(shown + " needs a value"));
            return words_[++next_];
        };
        if (name == "output") {
            if (!command_.operation->hands_out_file()) return fail(no_file());
            PIC_LET(file, argument());
            command_.output = std::string(file);
            return {};
        }
        return field_option(name, equals != std::string_view::npos, shown, argument);
    }

    Status field_option(std::string_view name, bool has_value, const std::string& shown,
                        const auto& argument) {
        if (name.ends_with("-stdin")) {
            const auto field = unspelled(name.substr(0, name.size() - 6));
            if (find(fields_, field) == nullptr) return fail(unknown(shown));
            command_.from_stdin.push_back(field);
            return {};
        }
        const bool negated = name.starts_with("no-");
        const auto* field = find(fields_, unspelled(negated ? name.substr(3) : name));
        if (field == nullptr) return fail(unknown(shown));
        if (is_secret(field->path.back()))
            return fail(misuse(shown + " would show it to everybody on this machine; use " + shown +
                               "-stdin, or leave it out to be asked"));
        if (type_of(field->schema) == "boolean" && !has_value) {
            place(command_.input, field->path) = !negated;
            return {};
        }
        if (negated) return fail(unknown(shown));
        PIC_LET(text, argument());
        return set(command_.input, *field, text, shown);
    }

    Status positional(std::string_view word) {
        const auto* field = find(fields_, command_.operation->positional);
        if (command_.operation->positional.empty() || field == nullptr || taken_)
            return fail(misuse("\"" + std::string(word) + "\" is too much here"));
        taken_ = true;
        return set(command_.input, *field, word, spelled(field->path.back()));
    }

    Error no_file() const {
        return {Code::malformed,
                spelled(command_.operation->name) + " hands out no file that --output could save",
                {},
                "leave --output out: the answer goes to standard output",
                {}};
    }

    Error unknown(const std::string& shown) const {
        const std::string name(command_.operation->name);
        return misuse(spelled(name) + " has no option " + shown);
    }

    std::span<const std::string_view> words_;
    Command& command_;
    std::vector<Field> fields_;
    std::size_t next_ = 0;
    bool taken_ = false;
};

} // namespace

bool is_secret(std::string_view field) {
    static constexpr std::array names = {"password", "old_password", "new_password", "code"};
    return std::ranges::find(names, field) != names.end();
}

Result<Command> parse(std::span<const std::string_view> words,
                      std::span<const Operation> operations) {
    Command command;
    if (words.empty()) return fail(misuse("no command was given"));
    const auto named = find_operation(words, operations);
    command.operation = named.operation;
    if (command.operation == nullptr) {
        std::string given(words[0]);
        if (words.size() > 1 && !words[1].starts_with("-")) given += " " + std::string(words[1]);
        return fail(misuse("there is no command \"" + given + "\""));
    }
    PIC_TRY(Parser(words.subspan(named.words), command).run());
    return command;
}

} // namespace pic::picctl
