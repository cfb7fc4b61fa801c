// picctl(1): the table of operations for people. Exit statuses: see base/error.cpp.
#include <algorithm>
#include <iostream>
#include <string_view>
#include <vector>

#include <sodium.h>

#include "app/operations.hpp"
#include "app/picctl/client.hpp"
#include "app/picctl/command_line.hpp"
#include "app/picctl/completion.hpp"
#include "app/picctl/help.hpp"
#include "app/picctl/print.hpp"
#include "app/picctl/questions.hpp"
#include "app/picctl/save.hpp"
#include "app/picctl/table.hpp"
#include "app/picctl/terminal.hpp"
#include "config.hpp"

namespace {

using namespace pic;
using namespace pic::picctl;

constexpr int usage = 2;

int failed(const Error& error) {
    std::cerr << "picctl: " << error.detail;
    if (!error.field.empty()) std::cerr << " (" << error.field.substr(1) << ")";
    std::cerr << "\n";
    for (const auto& cause : error.causes)
        std::cerr << "  because: " << cause << "\n";
    if (!error.remedy.empty()) std::cerr << "  what to do: " << error.remedy << "\n";
    return info(error.code).exit_status;
}

int show(const Command& command, Answer& answer) {
    if (!command.output.empty()) {
        const bool open_to_all = command.operation->access == control::Access::anyone;
        const auto who = open_to_all ? Readers::everybody : Readers::owner;
        if (auto file = take_file(*command.operation, answer)) {
            const bool config = !command.operation->file.empty();
            auto content = config ? as_named(command.output, *file) : Result<std::string>(*file);
            if (!content) return failed(content.error());
            if (auto saved = save(command.output, *content, who); !saved)
                return failed(saved.error());
        }
        if (answer.body.empty()) return 0;
    }
    if (answer.content) {
        std::cout << *answer.content << std::flush;
        return 0;
    }
    if (command.json)
        std::cout << boost::json::serialize(answer.body) << "\n";
    else
        std::cout << print(*command.operation, answer.body);
    if (!command.check) return 0;
    const auto* condition = answer.body.if_contains("condition");
    return condition != nullptr && *condition == "good" ? 0 : 1;
}

int run(const Command& command) {
    auto input = complete(command);
    if (!input) return failed(input.error());
    if (command.dry_run) (*input)["_dry_run"] = true;
    if (!command.output.empty())
        if (auto place = check_place(command.output); !place) return failed(place.error());
    auto answer = ask_cell(*command.operation, std::move(*input));
    return answer ? show(command, *answer) : failed(answer.error());
}

// Of peers, records and the like, for the shell. Nothing when picd or polkit would rather not.
std::vector<std::string> names_of(const control::Operation& list, const std::string& field,
                                  std::string_view prefix) {
    boost::json::object input;
    if (find(fields_of(list), "q") != nullptr) input["q"] = prefix;
    const auto answer = call(list, input, Manner::brief);
    const auto* rows = answer ? only_list(answer->body) : nullptr;
    std::vector<std::string> names;
    if (rows == nullptr) return names;
    for (const auto& row : rows->value().as_array())
        for (const auto& member : {std::string("name"), field})
            if (const auto* name = row.as_object().if_contains(member); name != nullptr) {
                names.push_back(text_of(*name));
                break;
            }
    return names;
}

// Operations about a browser's own session are for browsers alone.
std::vector<control::Operation> over_dbus() {
    std::vector<control::Operation> operations;
    std::ranges::remove_copy_if(app::operations(), std::back_inserter(operations),
                                &control::Operation::own_session);
    return operations;
}

// "help", "help peer", "help peer add", "peer" or "peer --help": what is to be said then.
std::optional<std::string> about(std::span<const std::string_view> words,
                                 std::span<const control::Operation> operations) {
    const bool asked = words[0] == "help" || words[0] == "--help";
    if (asked) words = words.subspan(1);
    if (words.empty()) return help(operations);
    const auto named = find_operation(words, operations).operation;
    if (named != nullptr) return asked ? std::optional(help(*named)) : std::nullopt;
    if (words.size() > 1 && words[1] != "--help") return std::nullopt;
    auto text = help(operations, words[0]);
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

int propose(std::span<const std::string_view> words) {
    for (const auto& word : complete_word(words, over_dbus(), names_of))
        std::cout << word << "\n";
    return 0;
}

} // namespace

int main(int count, char** words) {
    if (sodium_init() < 0) return 1;
    const std::vector<std::string_view> arguments(words + 1, words + count);
    const auto operations = over_dbus();
    if (!arguments.empty() && arguments[0] == "--complete")
        return propose(std::span(arguments).subspan(1));
    if (arguments.empty()) {
        std::cout << help(operations);
        return usage;
    }
    if (arguments[0] == "--version") {
        std::cout << "picctl " << version << "\n";
        return 0;
    }
    if (const auto asked = about(arguments, operations)) {
        std::cout << *asked;
        return 0;
    }
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto command = parse(arguments, operations, now);
    if (!command) {
        failed(command.error());
        return usage;
    }
    if (command->help) {
        std::cout << help(*command->operation);
        return 0;
    }
    return run(*command);
}
