// Words on a command line -> an operation and its input, by the schemas of the table. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/picctl/fields.hpp"

namespace pic::picctl {

struct Command {
    const control::Operation* operation = nullptr;
    boost::json::object input;
    std::vector<std::string> from_stdin; // fields that are read from standard input, a line each
    std::string output; // where an answer's file goes, "-" is standard output; empty: not said
    bool json = false, help = false, check = false, dry_run = false;
    bool yes = false; // what has to be confirmed is
};

// "peer add phone --no-internet", "setup-code": words of the cell's own noun need no noun.
// Code::malformed for what is no command; its remedy says how to ask for help. Code::invalid, as of
// the cell, for a number that no field holds. `now`: what "+7d" counts from.
Result<Command> parse(std::span<const std::string_view> words,
                      std::span<const control::Operation> operations, Time now);

// Of a command that there is: its remedy is its own help.
Error misuse(const control::Operation& operation, std::string detail);

// Fields whose value must not stand on a command line, where every user of the machine reads it.
bool is_secret(std::string_view field);

} // namespace pic::picctl
