#include "app/picctl/questions.hpp"

#include <iostream>

#include "app/operations.hpp"
#include "app/picctl/client.hpp"
#include "app/picctl/terminal.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;

bool takes(const control::Operation& operation, std::string_view field) {
    if (operation.input == nullptr) return false;
    const auto schema = operation.input();
    const auto* properties = schema.if_contains("properties");
    return properties != nullptr && properties->as_object().contains(field);
}

Result<Secret> new_password() {
    for (;;) {
        PIC_LET(first, ask_secret("New password (at least 10 characters)"));
        PIC_LET(again, ask_secret("The same again"));
        if (first == again) return first;
        std::cout << "They differ; once more.\n";
    }
}

// What is to be confirmed is shown first, as the daemon says it.
Result<bool> ask_consent(const Command& command, json::object input) {
    input["_dry_run"] = true;
    PIC_LET(plan, call(*command.operation, input));
    std::cout << "This changes what is not the cell's own:\n";
    if (const auto* steps = plan.body.if_contains("steps"); steps != nullptr && steps->is_array())
        for (const auto& step : steps->as_array())
            if (step.is_string()) std::cout << "  - " << std::string_view(step.as_string()) << "\n";
    PIC_LET(answer, ask("Go on? (yes or no)", "no"));
    return answer == "yes" || answer == "y";
}

const control::Operation* proposal_operation() {
    for (const auto& operation : app::operations())
        if (operation.name == "cell.proposal") return &operation;
    return nullptr;
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
    if (!input.contains("name")) {
        PIC_LET(name, ask("Name of the cell", proposed("name")));
        input["name"] = name;
    }
    if (!input.contains("ipv4")) {
        PIC_LET(range, ask("IPv4 range of the VPN", proposed("ipv4")));
        input["ipv4"] = range;
    }
    if (!input.contains("ipv6")) input["ipv6"] = proposed("ipv6");
    if (!input.contains("admin")) {
        PIC_LET(admin, ask("Name of the administrator", "admin"));
        input["admin"] = admin;
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
    const bool confirms = has_to_be_confirmed(*command.operation) && !input.contains("confirm");
    if (confirms && command.yes) input["confirm"] = true;
    if (!is_interactive()) return input;
    if (confirms && !command.yes && !command.dry_run) {
        PIC_LET(consent, ask_consent(command, input));
        if (!consent) return fail(Code::not_permitted, "nothing was changed");
        input["confirm"] = true;
    }
    if (command.operation->name == "cell.setup") PIC_TRY(ask_setup(input));
    for (const auto* field : {"old_password", "password"}) {
        if (!takes(*command.operation, field) || input.contains(field)) continue;
        PIC_LET(secret, std::string_view(field) == "password" ? new_password()
                                                              : ask_secret("Present password"));
        input[field] = secret.reveal();
    }
    return input;
}

} // namespace pic::picctl
