// The input of an operation as options of a command: its fields, however deep they lie. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "control/operation.hpp"

namespace pic::picctl {

struct Field {
    std::vector<std::string> path; // where it stands in the input
    boost::json::object schema;
};

std::vector<Field> fields_of(const control::Operation& operation);
const Field* find(const std::vector<Field>& fields, std::string_view name);

// Of the input, whether the operation can do without it or not.
bool is_needed(const control::Operation& operation, std::string_view field);

// A name of another host that there may be none of: "none" on a command line, empty in the input.
bool may_be_none(const Field& field);

bool has_to_be_confirmed(const control::Operation& operation); // --yes does

std::string type_of(const boost::json::object& schema); // "" for one of several

// The operation that the first words name ("peer add", or "status" of the cell's own noun) and how
// many words that took. Null and 0 when there is none.
struct Named {
    const control::Operation* operation = nullptr;
    std::size_t words = 0;
};
Named find_operation(std::span<const std::string_view> words,
                     std::span<const control::Operation> operations);

inline constexpr std::string_view cell_noun = "cell"; // its verbs are said without it

std::string command_name(const control::Operation& operation); // "peer add", "setup-code"
std::string placeholder(std::string_view field);               // "ID", "OLD-PASSWORD"
std::string spelled(std::string_view name);                    // "setup_code" -> "setup-code"
std::string unspelled(std::string_view word);                  // and back

} // namespace pic::picctl
