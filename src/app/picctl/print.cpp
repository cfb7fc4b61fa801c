#include "app/picctl/print.hpp"

#include <fmt/format.h>

#include "app/picctl/fold.hpp"
#include "app/picctl/local_time.hpp"
#include "app/picctl/table.hpp"
#include "app/picctl/text.hpp"
#include "app/picctl/views.hpp"

namespace pic::picctl {

namespace json = boost::json;

namespace {

std::string more_of(const json::object& body, std::size_t width) {
    const auto* next = body.if_contains("next");
    if (next == nullptr || !next->is_string() || next->get_string().empty()) return {};
    return folded("There are more: the same again with --cursor " + text_of(*next), width) + "\n";
}

std::string remarks(const json::object& body, std::size_t width) {
    std::string text;
    if (const auto* notes = body.if_contains("notes"); notes != nullptr && notes->is_array())
        for (const auto& note : notes->as_array())
            text += folded("Note: " + text_of(note) + ".", width, 2) + "\n";
    if (const auto* pending = body.if_contains("_pending"))
        for (const auto& each : pending->as_array())
            text += folded("Stored, but not in force yet: " + text_of(each), width, 2) + "\n";
    if (const auto* confirm = body.if_contains("confirm");
        confirm != nullptr && confirm->is_object())
        text += folded(fmt::format("This will be undone at {} unless somebody confirms it, "
                                   "best from a device that came in by what is new:",
                                   local_time(text_of(confirm->at("deadline")))),
                       width) +
                fmt::format("\n  picctl confirm {0}\nTo undo it now:\n  picctl revert {0}\n",
                            text_of(confirm->at("id")));
    return text;
}

} // namespace

std::string print(const control::Operation& operation, const json::object& answer,
                  const Screen& screen) {
    const auto local = operation.output == nullptr ? json::value(answer)
                                                   : in_local_time(operation.output(), answer);
    const auto& body = local.as_object();
    const auto end = remarks(body, screen.columns);
    // A dry run answers with steps, whatever the operation answers otherwise.
    const bool steps = body.contains("steps");
    if (const auto* view = find_view(steps ? "cell.plan" : operation.name))
        return operation.file.empty() ? view->print(body, screen) + end
                                      : end + view->print(body, screen); // ends in the QR code
    if (const auto* list = only_list(body))
        return table(list->key(), list->value().as_array(), screen.columns) +
               more_of(body, screen.columns) + end;
    return lines(body, screen.columns) + end;
}

} // namespace pic::picctl
