// picctl(1): the table of operations for people. Exit statuses: base/error.cpp, and two of its own.
#include <algorithm>
#include <csignal>
#include <iostream>
#include <string_view>
#include <vector>

#include <sodium.h>
#include <unistd.h>

#include "app/operations.hpp"
#include "app/picctl/client.hpp"
#include "app/picctl/command_line.hpp"
#include "app/picctl/completion.hpp"
#include "app/picctl/deliver.hpp"
#include "app/picctl/flags.hpp"
#include "app/picctl/help.hpp"
#include "app/picctl/pages.hpp"
#include "app/picctl/questions.hpp"
#include "app/picctl/save.hpp"
#include "app/picctl/say.hpp"
#include "app/picctl/table.hpp"
#include "app/picctl/text.hpp"
#include "cell/time_zone.hpp"
#include "config.hpp"
#include "units/disk_files.hpp"

namespace {

using namespace pic;
using namespace pic::picctl;

constexpr int usage = 2, unwritten = 6;

int failed(const Error& error) {
    say(error);
    return info(error.code).exit_status;
}

int tell(std::string_view text) {
    const auto told = put_out(text);
    if (told) return 0;
    failed(told.error());
    return unwritten;
}

// From the question until what comes of it is written: it may be the only copy of a key. An
// interrupt waits for that; who stops reading has to be told.
void hold_signals() {
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t held;
    sigemptyset(&held);
    for (const int number : {SIGINT, SIGTERM, SIGHUP})
        sigaddset(&held, number);
    sigprocmask(SIG_BLOCK, &held, nullptr);
}

// An answer can be bad news: a chain that is broken always, a cell that is not well where that is
// what is asked.
bool is_good(const boost::json::object& body, bool check) {
    const auto* intact = body.if_contains("intact");
    if (intact != nullptr && *intact == false) return false;
    const auto* condition = body.if_contains("condition");
    return !check || (condition != nullptr && *condition == "good");
}

int run(const Command& command) {
    auto input = complete(command);
    if (!input) return failed(input.error());
    if (command.dry_run) (*input)["_dry_run"] = true;
    const auto screen = screen_at(STDOUT_FILENO);
    if (auto place = check_output(command, *input, screen); !place) return failed(place.error());
    if (!command.operation->file.empty()) hold_signals();
    auto answer = wants_all_pages(*command.operation, *input)
                      ? call_for_all(*command.operation, std::move(*input))
                      : ask_cell(*command.operation, std::move(*input));
    if (!answer) return failed(answer.error());
    const bool good = is_good(answer->body, command.check);
    if (auto done = deliver(command, std::move(*answer), screen); !done) {
        failed(done.error());
        return unwritten;
    }
    return good ? 0 : 1;
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

// By the list that the cell itself goes by.
std::vector<std::string> time_zones() {
    units::DiskFiles files;
    return cell::time_zones(files).value_or(std::vector<std::string>());
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
    const bool asked = words[0] == "help" || asks_for_help(words[0]);
    if (asked) words = words.subspan(1);
    if (words.empty()) return help(operations);
    const auto named = find_operation(words, operations).operation;
    if (named != nullptr) return asked ? std::optional(help(*named)) : std::nullopt;
    if (words.size() > 1 && !asks_for_help(words[1])) return std::nullopt;
    auto text = help(operations, words[0]);
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

int propose(std::span<const std::string_view> words) {
    std::string text;
    for (const auto& word : complete_word(words, over_dbus(), {names_of, time_zones}))
        text += word + "\n";
    return tell(text);
}

} // namespace

int main(int count, char** words) {
    if (sodium_init() < 0) return 1;
    const std::vector<std::string_view> arguments(words + 1, words + count);
    const auto operations = over_dbus();
    if (!arguments.empty() && arguments[0] == "--complete")
        return propose(std::span(arguments).subspan(1));
    if (arguments.empty()) {
        std::cerr << help(operations);
        return usage;
    }
    if (arguments[0] == "--version") return tell("picctl " + std::string(version) + "\n");
    if (const auto text = about(arguments, operations)) {
        const bool asked = arguments[0] == "help" || std::ranges::any_of(arguments, asks_for_help);
        if (asked) return tell(*text);
        std::cerr << *text;
        return usage;
    }
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    // "help" of a word that is no command: what is wrong is said of that.
    const bool help_of = arguments[0] == "help" && arguments.size() > 1;
    const auto command = parse(std::span(arguments).subspan(help_of ? 1 : 0), operations, now);
    if (!command) return failed(command.error());
    return command->help ? tell(help(*command->operation)) : run(*command);
}
