#include "app/picctl/deliver.hpp"

#include <iostream>
#include <unistd.h>

#include "app/picctl/peer_view.hpp"
#include "app/picctl/print.hpp"
#include "app/picctl/save.hpp"
#include "app/picctl/text.hpp"
#include "peers/rendering.hpp"

namespace pic::picctl {

namespace {

namespace json = boost::json;

constexpr std::string_view standard_output = "-";

// Of a device, which picctl brings into the form that is wanted; other files come as they are.
bool is_of_device(const control::Operation& operation) {
    return !operation.file.empty();
}

Status put_file(const Command& command, const std::string& output, const std::string& file) {
    if (output == standard_output) return put_out(file);
    const bool open_to_all = command.operation->access == control::Access::anyone;
    const auto who = open_to_all ? Readers::everybody : Readers::owner;
    if (!is_of_device(*command.operation)) return save(output, file, who);
    PIC_LET(content, as_named(output, file));
    return save(output, content, who, Present::kept);
}

// What it means that this could not be written.
Error unwritten(Error error, const Command& command, const json::object& body) {
    if (!error.remedy.empty()) return error; // it knows better what there is
    const auto& operation = *command.operation;
    const auto* peer = is_of_device(operation) ? body.if_contains("peer") : nullptr;
    if (peer != nullptr && peer->is_object()) {
        const auto& device = peer->get_object();
        error.remedy = member(device, "key_origin") == "forgotten"
                           ? "the device is there, but the only copy of its file is lost; for new "
                             "keys and a new file: "
                           : "the device is there all the same; for its file: ";
        error.remedy += again(device);
    } else if (operation.media.empty() && !operation.reads() && !command.dry_run) {
        error.remedy = "what was asked for is done all the same";
    }
    return error;
}

// Of a form that was chosen; a name that says none is good for any.
Status check_name(const std::string& output, const json::value& chosen) {
    const auto named = peers::named_format(output);
    if (!named || codec::to_json(*named) == chosen) return {};
    return fail(Code::invalid,
                output + " is a name for " + text_of(codec::to_json(*named)) + ", not for " +
                    text_of(chosen),
                "/format", "leave --format out, or give the file another name");
}

Status show_file(const Command& command, const std::string& file, const Screen& screen) {
    const auto* format = command.input.if_contains("format");
    if (screen.terminal && format != nullptr && *format == "terminal")
        PIC_TRY(holds_code(screen, file));
    return put_out(file);
}

std::string shown(const Command& command, const json::object& body, const Screen& screen) {
    return command.json ? json::serialize(body) + "\n" : print(*command.operation, body, screen);
}

} // namespace

Status check_output(const Command& command, json::object& input, const Screen& screen) {
    const auto& output = command.output;
    if (output.empty() || output == standard_output) {
        const auto* format = input.if_contains("format");
        if (!screen.terminal || format == nullptr || *format != "png") return {};
        return fail(Code::invalid, "a terminal shows no PNG", "/format",
                    "--output NAME.png writes it into a file");
    }
    const bool keys = is_of_device(*command.operation);
    PIC_TRY(check_place(output, keys ? Present::kept : Present::replaced));
    const bool cell_makes_it = find(fields_of(*command.operation), "format") != nullptr;
    if (!cell_makes_it && !is_of_device(*command.operation)) return {};
    if (const auto* chosen = input.if_contains("format"); chosen != nullptr && cell_makes_it)
        return check_name(output, *chosen);
    PIC_LET(format, peers::format_of(output));
    if (cell_makes_it)
        input["format"] = codec::to_json(format);
    else if (format != peers::FileFormat::conf && input.contains("public_key"))
        return fail(peers::no_code_without_key());
    return {};
}

Status deliver(const Command& command, Answer answer, const Screen& screen) {
    const bool alone = !screen.terminal && !command.json && is_of_device(*command.operation);
    const auto output =
        command.output.empty() && alone ? std::string(standard_output) : command.output;
    const auto file = output.empty() ? std::nullopt : take_file(*command.operation, answer);
    const auto written = [&]() -> Status {
        if (file) return put_file(command, output, *file);
        if (answer.content) return show_file(command, *answer.content, screen);
        return put_out(shown(command, answer.body, screen));
    }();
    if (!written) return fail(unwritten(written.error(), command, answer.body));
    if (!file || answer.body.empty()) return {};
    if (output != standard_output)
        return put_out(shown(command, answer.body, screen)).map_error([&](Error error) {
            error.remedy = "the file is whole, in " + output;
            return error;
        });
    std::cerr << shown(command, answer.body, screen_at(STDERR_FILENO));
    return {};
}

} // namespace pic::picctl
