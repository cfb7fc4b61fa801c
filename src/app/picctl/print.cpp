#include "app/picctl/print.hpp"

#include <fmt/format.h>

#include "app/picctl/table.hpp"
#include "app/picctl/views.hpp"

namespace pic::picctl {

namespace json = boost::json;

namespace {

std::string more_of(const json::object& body) {
    const auto* next = body.if_contains("next");
    if (next == nullptr || !next->is_string() || next->get_string().empty()) return {};
    return fmt::format("There are more: the same again with --cursor {}\n", text_of(*next));
}

std::string remarks(const json::object& body) {
    std::string text;
    if (const auto* pending = body.if_contains("_pending"))
        for (const auto& each : pending->as_array())
            text += "Stored, but not in force yet: " + text_of(each) + "\n";
    if (const auto* confirm = body.if_contains("confirm");
        confirm != nullptr && confirm->is_object())
        text +=
            fmt::format("This will be undone at {0} unless you confirm it, best over the way you "
                        "changed:\n  picctl confirm {1}\nTo undo it now:\n  picctl revert {1}\n",
                        text_of(confirm->at("deadline")), text_of(confirm->at("id")));
    return text;
}

} // namespace

std::string print(const control::Operation& operation, const json::object& body) {
    // A dry run answers with steps, whatever the operation answers otherwise.
    const bool steps = body.contains("steps");
    if (const auto* view = find_view(steps ? "cell.plan" : operation.name))
        return view->print(body) + remarks(body);
    if (const auto* list = only_list(body))
        return table(list->key(), list->value().as_array()) + more_of(body) + remarks(body);
    return lines(body) + remarks(body);
}

} // namespace pic::picctl
