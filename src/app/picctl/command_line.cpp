#include "app/picctl/command_line.hpp"

#include <algorithm>
#include <array>

#include "app/picctl/flags.hpp"
#include "app/picctl/value.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;
using control::Operation;

// No command at all: those of the noun are shown where there is one.
Error no_command(std::span<const std::string_view> words, std::span<const Operation> operations) {
    if (words.empty())
        return {Code::malformed, "no command was given", {}, "picctl help shows what there is"};
    if (words[0].starts_with("-"))
        return {Code::malformed,
                "\"" + std::string(words[0]) + "\" stands before the command",
                {},
                "options come behind it, as in: picctl peer list --json"};
    std::string given(words[0]), help = "picctl help";
    if (words.size() > 1 && !words[1].starts_with("-")) given += " " + std::string(words[1]);
    if (words[0] != cell_noun &&
        std::ranges::find(operations, unspelled(words[0]), &Operation::noun) != operations.end())
        help += " " + std::string(words[0]);
    return {Code::malformed,
            "there is no command \"" + given + "\"",
            {},
            help + " shows what there is"};
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

class Parser {
  public:
    Parser(std::span<const std::string_view> words, Command& command, Time now) :
        words_(words), command_(command), fields_(fields_of(*command.operation)), now_(now) {}

    Status run() {
        bool options = true;
        for (; next_ < words_.size(); ++next_) {
            const auto word = words_[next_];
            if (options && word == "--")
                options = false; // what follows are names, whatever they look like
            else if (options && asks_for_help(word))
                command_.help = true;
            else
                PIC_TRY(options && word.starts_with("--") ? option(word) : positional(word));
        }
        return {};
    }

  private:
    Status option(std::string_view word) {
        const auto equals = word.find('=');
        const auto name = word.substr(2, equals == std::string_view::npos ? equals : equals - 2);
        const std::string shown = "--" + std::string(name);
        const auto argument = [&]() -> Result<std::string_view> {
            if (equals != std::string_view::npos) return word.substr(equals + 1);
            if (next_ + 1 >= words_.size()) return fail(misuse(shown + " needs a value"));
            return words_[++next_];
        };
        const bool has_value = equals != std::string_view::npos;
        if (const auto* flag = find_flag(name))
            return own_option(*flag, has_value, shown, argument);
        return field_option(name, has_value, shown, argument);
    }

    // Of picctl itself.
    Status own_option(const Flag& flag, bool has_value, const std::string& shown,
                      const auto& argument) {
        if (!flag.fits(*command_.operation)) return fail(unknown(shown));
        if (flag.value != nullptr) {
            PIC_LET(text, argument());
            if (text.empty()) return fail(misuse(shown + " needs a value"));
            command_.*flag.value = std::string(text);
            return {};
        }
        if (has_value) return fail(misuse(shown + " takes no value"));
        command_.*flag.given = true;
        return {};
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
        return set(*field, text, shown);
    }

    Status positional(std::string_view word) {
        const auto* field = find(fields_, command_.operation->positional);
        if (command_.operation->positional.empty() || field == nullptr || taken_)
            return fail(misuse("\"" + std::string(word) +
                               "\" is one word too many; names have no "
                               "spaces, and options begin with --"));
        taken_ = true;
        return set(*field, word, spelled(field->path.back()));
    }

    Status set(const Field& field, std::string_view text, const std::string& option) {
        auto& value = place(command_.input, field.path);
        if (may_be_none(field) && text == "none") {
            value = "";
            return {};
        }
        if (type_of(field.schema) == "array") {
            if (!value.is_array()) value = json::array();
            return append_items(field.schema, text, option, now_, value.as_array());
        }
        PIC_LET(parsed, value_of(field.schema, text, option, now_));
        value = std::move(parsed);
        return {};
    }

    Error misuse(std::string detail) const {
        return picctl::misuse(*command_.operation, std::move(detail));
    }

    Error unknown(const std::string& shown) const {
        return misuse(command_name(*command_.operation) + " has no option " + shown);
    }

    std::span<const std::string_view> words_;
    Command& command_;
    std::vector<Field> fields_;
    Time now_;
    std::size_t next_ = 0;
    bool taken_ = false;
};

} // namespace

Error misuse(const Operation& operation, std::string detail) {
    return {Code::malformed,
            std::move(detail),
            {},
            "picctl help " + command_name(operation) + " shows what it takes"};
}

bool is_secret(std::string_view field) {
    static constexpr std::array names = {"password", "code"};
    return std::ranges::find(names, field) != names.end();
}

Result<Command> parse(std::span<const std::string_view> words,
                      std::span<const Operation> operations, Time now) {
    Command command;
    const auto named = find_operation(words, operations);
    command.operation = named.operation;
    if (command.operation == nullptr) return fail(no_command(words, operations));
    PIC_TRY(Parser(words.subspan(named.words), command, now).run());
    return command;
}

} // namespace pic::picctl
