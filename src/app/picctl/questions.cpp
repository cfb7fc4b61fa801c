#include "app/picctl/questions.hpp"

#include <algorithm>
#include <cctype>
#include <iostream>

#include "access/password.hpp"
#include "app/operations.hpp"
#include "app/picctl/fields.hpp"
#include "app/picctl/say.hpp"
#include "app/picctl/terminal.hpp"
#include "app/picctl/text.hpp"
#include "base/id.hpp"
#include "cell/name.hpp"
#include "cell/time_zone.hpp"
#include "net/name.hpp"
#include "units/disk_files.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;

// `user`: whose it will be. `needed`: else nobody has to have one, and may not sign in before there
// is one.
Result<Secret> new_password(const std::string& user, bool needed) {
    const auto question = "New password (at least " + std::to_string(access::shortest_password) +
                          " characters" + (needed ? ")" : ", or none yet)");
    for (;;) {
        PIC_LET(first, ask_secret(question));
        if (first.reveal().empty() && !needed) return first;
        if (const auto fine = access::check_new_password(first.reveal(), user); !fine) {
            say(std::cout, fine.error().text() + "; once more.");
            continue;
        }
        PIC_LET(again, ask_secret("The same again"));
        if (first == again) return first;
        say(std::cout, "They differ; once more.");
    }
}

const control::Operation* proposal_operation() {
    for (const auto& operation : app::operations())
        if (operation.name == "cell.proposal") return &operation;
    return nullptr;
}

Error lacks(const control::Operation& operation, const std::string& what) {
    return misuse(operation, "picctl " + command_name(operation) + " needs " + what);
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
    if (!lacking.empty()) return fail(lacks(operation, lacking));
    if (control::is_update(operation.name) && input.size() == (input.contains("id") ? 1U : 0U))
        return fail(lacks(operation, "something to change"));
    return {};
}

// What keeps the cell from doing this, found out before more is asked for. Where a password is
// still missing another stands in for it.
Status rehearse(const control::Operation& operation, json::object input) {
    if (!operation.can_be_tried()) return {};
    if (is_needed(operation, "password") && !input.contains("password"))
        input["password"] = new_id() + new_id();
    PIC_TRY(check_given(operation, input));
    input["_dry_run"] = true;
    return call(operation, input).map([](const auto&) {});
}

Status ask_for(json::object& input, const char* field, const std::string& question,
               const std::string& proposed, const Judge& judge) {
    if (input.contains(field)) return {};
    PIC_LET(answer, ask_until(question, proposed, judge));
    input[field] = answer;
    return {};
}

Status is_cell_name(const std::string& text) {
    return cell::parse_name(text).map([](const auto&) {});
}

Status is_time_zone(const std::string& text) {
    units::DiskFiles files;
    return cell::check_time_zone(text, files);
}

Status is_label(const std::string& text) {
    return net::parse_label(text).map([](const auto&) {});
}

// Which ranges are free the cell alone can tell. What was given with the command is judged along
// with it, and an error there ends it.
Status ask_range(const control::Operation& setup, json::object& input, const std::string& field,
                 const std::string& question, const std::string& proposed) {
    Status given;
    const auto judge = [&](const std::string& text) -> Status {
        auto tried = input;
        tried[field] = text;
        auto outcome = rehearse(setup, tried);
        if (outcome || outcome.error().field == "/" + field) return outcome;
        given = std::move(outcome);
        return {};
    };
    if (input.contains(field)) return rehearse(setup, input);
    PIC_TRY(ask_for(input, field.c_str(), question, proposed, judge));
    return given;
}

// What set-up needs and a person knows; the rest is as proposed.
Status ask_setup(const control::Operation& setup, json::object& input) {
    PIC_LET(proposal, call(*proposal_operation(), {}));
    if (const auto* done = proposal.body.if_contains("set_up"); done != nullptr && *done == true)
        return fail(Code::conflict, "this cell is set up already", {}, "picctl status shows it");
    if (const auto* notes = proposal.body.if_contains("notes"); notes != nullptr)
        for (const auto& note : notes->as_array())
            say(std::cout, "Note: " + text_of(note), 2);
    const auto proposed = [&](std::string_view name) {
        const auto* value = proposal.body.if_contains(name);
        return value != nullptr && value->is_string() ? std::string(value->as_string())
                                                      : std::string();
    };
    if (!input.contains("name"))
        say(std::cout, "The name cannot be changed later: the cell's certificates and the devices' "
                       "files bear it.");
    PIC_TRY(ask_for(input, "name", "Name of the cell", proposed("name"), is_cell_name));
    PIC_TRY(ask_range(setup, input, "ipv4", "IPv4 range of the VPN", proposed("ipv4")));
    PIC_TRY(ask_range(setup, input, "ipv6", "IPv6 range of the VPN", proposed("ipv6")));
    PIC_TRY(ask_for(input, "time_zone", "Time zone", proposed("time_zone"), is_time_zone));
    return ask_for(input, "admin", "Name of the administrator", "admin", is_label);
}

// "old_password" -> "Old password".
std::string asked_for(std::string field) {
    std::ranges::replace(field, '_', ' ');
    field[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(field[0])));
    return field;
}

// The user whose password it is, by the name of the field that says so.
std::string user_of(const json::object& input) {
    for (const auto* field : {"admin", "id", "name"})
        if (const auto* name = input.if_contains(field); name != nullptr && name->is_string())
            return std::string(name->get_string());
    return {};
}

Status ask_missing(const control::Operation& operation, json::object& input) {
    const bool setup = operation.name == "cell.setup";
    if (setup) PIC_TRY(ask_setup(operation, input));
    const std::string field = "password";
    if (find(fields_of(operation), field) == nullptr || input.contains(field)) return {};
    if (!setup) PIC_TRY(rehearse(operation, input));
    PIC_LET(secret, new_password(user_of(input), is_needed(operation, field)));
    input[field] = secret.reveal();
    return {};
}

} // namespace

Result<json::object> complete(const Command& command) {
    auto input = command.input;
    for (const auto& field : command.from_stdin) {
        PIC_LET(line, is_secret(field) ? take_secret(asked_for(field)) : read_line());
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
    say(std::cout, answer.error().detail + ".");
    PIC_LET(consent, ask("Go on? (yes or no)", "no"));
    if (consent != "yes" && consent != "y") return fail(Code::not_permitted, "nothing was changed");
    input["confirm"] = true;
    return call(operation, input);
}

} // namespace pic::picctl
