#include "app/picctl/questions.hpp"

#include <iostream>

#include "access/password.hpp"
#include "app/operations.hpp"
#include "app/picctl/fields.hpp"
#include "app/picctl/terminal.hpp"
#include "net/address.hpp"
#include "net/name.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;

// `needed`: else nobody has to have one, and may not sign in before there is one.
Result<Secret> new_password(bool needed) {
    for (;;) {
        PIC_LET(first, ask_secret(needed ? "New password (at least 10 characters)"
                                         : "New password (at least 10 characters, or none yet)"));
        if (first.reveal().empty() && !needed) return first;
        if (const auto fine = access::check_new_password(first.reveal(), {}); !fine) {
            std::cout << fine.error().text() << "; once more.\n";
            continue;
        }
        PIC_LET(again, ask_secret("The same again"));
        if (first == again) return first;
        std::cout << "They differ; once more.\n";
    }
}

const control::Operation* proposal_operation() {
    for (const auto& operation : app::operations())
        if (operation.name == "cell.proposal") return &operation;
    return nullptr;
}

// Asks until the answer can be one. What it takes of the whole cell to judge it, the cell judges.
Status ask_for(json::object& input, const char* field, const std::string& question,
               const std::string& proposed, Status (*judge)(const std::string&)) {
    while (!input.contains(field)) {
        PIC_LET(answer, ask(question, proposed));
        if (const auto fine = judge(answer))
            input[field] = answer;
        else
            std::cout << fine.error().text() << "\n";
    }
    return {};
}

Status is_label(const std::string& text) {
    return net::parse_label(text).map([](const auto&) {});
}

Status is_range(const std::string& text) {
    return net::Prefix::parse(text).map([](const auto&) {});
}

// What set-up needs and a person knows; the rest is as proposed.
Status ask_setup(json::object& input) {
    PIC_LET(proposal, call(*proposal_operation(), {}));
    if (const auto* done = proposal.body.if_contains("set_up"); done != nullptr && *done == true)
        return fail(Code::conflict, "this cell is set up already", {}, "picctl status shows it");
    if (const auto* notes = proposal.body.if_contains("notes"); notes != nullptr)
        for (const auto& note : notes->as_array())
            std::cout << "Note: " << std::string_view(note.as_string()) << "\n";
    const auto proposed = [&](std::string_view name) {
        const auto* value = proposal.body.if_contains(name);
        return value != nullptr && value->is_string() ? std::string(value->as_string())
                                                      : std::string();
    };
    PIC_TRY(ask_for(input, "name", "Name of the cell", proposed("name"), is_label));
    PIC_TRY(ask_for(input, "ipv4", "IPv4 range of the VPN", proposed("ipv4"), is_range));
    return ask_for(input, "admin", "Name of the administrator", "admin", is_label);
}

Error misuse(const control::Operation& operation, const std::string& lack) {
    const auto name = command_name(operation);
    return {Code::malformed,
            "picctl " + name + " needs " + lack,
            {},
            "picctl help " + name + " shows what it takes",
            {}};
}

// Whether the input says what it has to, and something at all where it is to change something.
Status check_given(const control::Operation& operation, const json::object& input) {
    std::string lacking;
    for (const auto& field : fields_of(operation)) {
        const auto& name = field.path.back();
        if (!is_needed(operation, name) || input.contains(name)) continue;
        const auto option = name == operation.positional ? placeholder(name) : "--" + spelled(name);
        lacking += (lacking.empty() ? "" : " and ") + option + (is_secret(name) ? "-stdin" : "");
    }
    if (!lacking.empty()) return fail(misuse(operation, lacking));
    const bool changes = operation.verb() == "update" || operation.verb() == "set";
    if (changes && input.size() == (input.contains("id") ? 1U : 0U))
        return fail(misuse(operation, "something to change"));
    return {};
}

Status ask_missing(const control::Operation& operation, json::object& input) {
    if (operation.name == "cell.setup") PIC_TRY(ask_setup(input));
    const std::string field = "password";
    if (find(fields_of(operation), field) != nullptr && !input.contains(field)) {
        PIC_LET(secret, new_password(is_needed(operation, "password")));
        input[field] = secret.reveal();
    }
    return {};
}

} // namespace

Result<json::object> complete(const Command& command) {
    auto input = command.input;
    for (const auto& field : command.from_stdin) {
        PIC_LET(line, read_line());
        input[field] = line.reveal();
    }
    if (is_interactive()) PIC_TRY(ask_missing(*command.operation, input));
    PIC_TRY(check_given(*command.operation, input));
    if (command.yes) input["confirm"] = true;
    return input;
}

Result<Answer> ask_cell(const control::Operation& operation, json::object input) {
    auto answer = call(operation, input);
    if (answer || answer.error().field != "/confirm" || !is_interactive()) return answer;
    std::cout << answer.error().detail << ".\n";
    PIC_LET(consent, ask("Go on? (yes or no)", "no"));
    if (consent != "yes" && consent != "y") return fail(Code::not_permitted, "nothing was changed");
    input["confirm"] = true;
    return call(operation, input);
}

} // namespace pic::picctl
