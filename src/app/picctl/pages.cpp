#include "app/picctl/pages.hpp"

#include <algorithm>
#include <iterator>

#include "app/picctl/table.hpp"
#include "control/page.hpp"

namespace pic::picctl {

namespace json = boost::json;

namespace {

std::string next_of(const json::object& body) {
    const auto* next = body.if_contains("next");
    return next != nullptr && next->is_string() ? std::string(next->get_string()) : std::string();
}

// The cell's own order is that of ids, which are random.
void sort_by_name(json::array& items) {
    const auto name_of = [](const json::value& item) {
        const auto* fields = item.if_object();
        const auto* name = fields != nullptr ? fields->if_contains("name") : nullptr;
        return name != nullptr && name->is_string() ? std::string_view(name->get_string())
                                                    : std::string_view();
    };
    std::ranges::stable_sort(items, {}, name_of);
}

} // namespace

// The audit log goes back for years: its pages have no total.
bool wants_all_pages(const control::Operation& operation, const json::object& input) {
    if (operation.output == nullptr || input.contains("limit") || input.contains("cursor"))
        return false;
    const auto schema = operation.output();
    const auto* fields = schema.if_contains("properties");
    return fields != nullptr && fields->as_object().contains("next") &&
           fields->as_object().contains("total");
}

Result<Answer> call_for_all(const control::Operation& operation, json::object input) {
    input["limit"] = control::longest_page;
    PIC_LET(all, call(operation, input));
    const auto* list = only_list(all.body);
    if (list == nullptr) return all;
    const std::string name(list->key());
    for (auto next = next_of(all.body); !next.empty(); next = next_of(all.body)) {
        input["cursor"] = next;
        PIC_LET(page, call(operation, input));
        auto* more = page.body.if_contains(name);
        if (more == nullptr || !more->is_array())
            return fail(Code::internal, "a page of the list has no " + name, {},
                        "this picctl and picd may be of different versions");
        std::ranges::move(more->get_array(), std::back_inserter(all.body[name].as_array()));
        all.body["next"] = next_of(page.body);
    }
    if (auto* items = all.body[name].if_array()) sort_by_name(*items);
    return all;
}

} // namespace pic::picctl
