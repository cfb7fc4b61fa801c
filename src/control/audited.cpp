#include "control/audited.hpp"

#include "control/documents.hpp"
#include "control/operation.hpp"

namespace pic::control {

namespace {

json::value content_of(const Edit& edit) {
    auto parsed = codec::parse(edit.json);
    return parsed ? std::move(*parsed) : json::value();
}

std::string changed_fields(const json::value& before, const json::value& after) {
    std::string names;
    if (!before.is_object() || !after.is_object()) return names;
    for (const auto& field : after.get_object()) {
        const auto* value = before.get_object().if_contains(field.key());
        if (value != nullptr && *value == field.value()) continue;
        names += (names.empty() ? "" : ", ") + std::string(field.key());
        // What was done before is in the log under the old one.
        if (field.key() == "name" && value != nullptr && field.value().is_string())
            names += " (now " + std::string(field.value().get_string()) + ")";
    }
    return names;
}

std::string changed_fields(const model::View& before, const Change& change) {
    std::string names;
    for (const auto& edit : change.edits) {
        const auto more =
            changed_fields(document_json(before, edit.collection, edit.id), content_of(edit));
        names += (names.empty() || more.empty() ? "" : ", ") + more;
    }
    return names;
}

// "dns", "peers phone"; empty: it has no name.
std::string name_of(const Edit& edit, const json::value& content) {
    if (edit.collection == "settings") return edit.id;
    const auto* object = content.if_object();
    const auto* name = object == nullptr ? nullptr : object->if_contains("name");
    return name == nullptr || !name->is_string()
               ? std::string()
               : edit.collection + " " + std::string(name->get_string());
}

} // namespace

std::string audited_result(std::string_view action, const Change& change,
                           const model::View& before) {
    if (!change.result.empty()) return change.result;
    if (change.refused) return change.refused->detail;
    const auto fields = is_update(action) ? changed_fields(before, change) : std::string();
    return fields.empty() ? "done" : "done: " + fields;
}

std::vector<std::string> stored_changes(const Change& change, const model::View& before) {
    std::vector<std::string> changes;
    for (const auto& edit : change.edits) {
        const auto present = document_json(before, edit.collection, edit.id);
        const auto wanted = content_of(edit);
        const auto name = name_of(edit, present.is_null() ? wanted : present);
        const auto how = wanted.is_null()    ? "removed"
                         : present.is_null() ? "added"
                                             : changed_fields(present, wanted);
        if (!name.empty() && !how.empty()) changes.push_back(name + ": " + how);
    }
    return changes;
}

} // namespace pic::control
